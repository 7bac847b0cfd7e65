import { type PlanNode, planNodes } from '../twin/index.ts'
import { callDrawer } from './calls.ts'
import { hitRatios } from './hit-ratios.ts'
import { runLoad } from './load.ts'
import type { Connection, Dimensions, GateContext, Random, System } from './system.ts'
import { quantile, timed } from './timing.ts'

type Sessions = Pick<GateContext, 'owner' | 'service' | 'pool'>

/** What the demo gives to a gate. */
export function gateContext(system: System, dimensions: Dimensions, random: Random, sessions: Sessions): GateContext {
  const draw = callDrawer(system, dimensions, random)
  return {
    dimensions,
    random,
    ...sessions,
    compare,
    async play(calls) {
      const timesMs: number[] = []
      for (let call = 0; call < calls; call++) timesMs.push(await timed(() => draw()(sessions.service)))
      return timesMs
    },
    load: (load) => runLoad(load, sessions.pool, draw, random),
    hitRatios: (work) => hitRatios(sessions.owner, sessions.service, work),
    sequentialScans: (work) => sequentialScans(sessions.service, work),
  }
}

async function compare(variants: readonly (() => Promise<unknown>)[], repeats: number): Promise<readonly number[]> {
  const timesMs = variants.map((): number[] => [])
  for (let repeat = 0; repeat < repeats; repeat++) {
    // Each second time backwards, so that none always runs after the same other one.
    const order = repeat % 2 === 0 ? [...variants.entries()] : [...variants.entries()].reverse()
    for (const [position, variant] of order) timesMs[position]?.push(await timed(variant))
  }
  return timesMs.map((all) => quantile(all, 0.5))
}

async function sequentialScans(service: Connection, work: (db: Connection) => Promise<unknown>): Promise<string[]> {
  const scanned = new Set<string>()
  await work({
    async query<Row>(sql: string, values?: readonly unknown[]): Promise<Row[]> {
      if (/^\s*(select|with)\b/i.test(sql)) {
        const text = `explain (format json) ${sql}`
        const [row] = await service.query<{ 'QUERY PLAN': readonly [{ Plan: PlanNode }] }>(text, values)
        for (const node of row === undefined ? [] : planNodes(row['QUERY PLAN'][0].Plan)) {
          if (node['Node Type'] === 'Seq Scan') scanned.add(node['Relation Name'] ?? '')
        }
      }
      return service.query<Row>(sql, values)
    },
  })
  return [...scanned].sort()
}
