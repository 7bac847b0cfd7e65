import { printable, type Run } from '../model/index.ts'
import type { Colors } from './colors.ts'
import { tableLines } from './table.ts'

/** A run and each of its steps. */
export function runReport({ id, state, steps }: Run, colors: Colors): string {
  const lines = steps.map((step) => {
    const error = step.error === null ? '' : `\n  ${printable(step.error)}`
    return `${step.state.padEnd(11)} ${printable(step.sql)};${error}`
  })
  const failed = steps.some((step) => step.state === 'failed')
  const title = `Run ${id} ${state}`
  return [failed ? colors.bad(title) : colors.strong(title), ...lines].join('\n')
}

/** All runs, newest first. */
export function runsReport(runs: readonly Run[]): string {
  if (runs.length === 0) return 'No plan was applied here yet.'
  const columns = [
    { title: 'run', align: 'right' },
    { title: 'state', align: 'left' },
    { title: 'started', align: 'left' },
    { title: 'steps', align: 'right' },
  ] as const
  const rows = runs.map(({ id, state, startedAt, steps }) => [String(id), state, startedAt, String(steps.length)])
  return tableLines(columns, rows).join('\n')
}
