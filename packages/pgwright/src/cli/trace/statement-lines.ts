import type { ProcessTrace } from '@pgwright/runtime/register'
import type { z } from 'zod'
import type { statementLineSchema } from '../../model/index.ts'

/** What `advise --workload` reads: each statement once, with the calls of all processes. */
export function statementLines(traces: readonly ProcessTrace[]): string {
  const all = new Map<string, { calls: number; durationMs: number }>()
  for (const { sql, calls, durationMs } of traces.flatMap(({ statements }) => statements)) {
    const before = all.get(sql) ?? { calls: 0, durationMs: 0 }
    all.set(sql, { calls: before.calls + calls, durationMs: before.durationMs + durationMs })
  }
  const lines = [...all].map(([sql, counts]): z.infer<typeof statementLineSchema> => ({ sql, ...counts }))
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('')
}
