import { type PlanNode, planNodes } from '../twin/index.ts'
import { type Applied, callDrawer } from './calls.ts'
import { hitRatios } from './hit-ratios.ts'
import { runLoad } from './load.ts'
import type { Connection, Dimensions, GateContext, NaiveCalls, Random, System } from './system.ts'
import { quantile, timed } from './timing.ts'

/** What the gates are to judge. */
export interface Judged {
  readonly system: System
  readonly dimensions: Dimensions
  readonly random: Random
  readonly applied: Applied
  readonly naiveCalls: readonly NaiveCalls[]
}

type Sessions = Pick<GateContext, 'owner' | 'service' | 'pool'>

/** What the demo gives to a gate. */
export function gateContext(
  { system, dimensions, random, applied, naiveCalls }: Judged,
  sessions: Sessions,
): GateContext {
  const draw = callDrawer(system, dimensions, random, applied)
  return {
    dimensions,
    random,
    naiveCalls,
    ...sessions,
    compare,
    async play(calls) {
      const timesMs: number[] = []
      for (let call = 0; call < calls; call++) timesMs.push(await timed(() => draw()(sessions.service)))
      return timesMs
    },
    load: (load) => runLoad(load, sessions.pool, draw, random),
    hitRatios: (work) => hitRatios(sessions.owner, sessions.service, work),
    sequentialScans: (work) => relationsOf(sessions.service, work, (node) => node['Node Type'] === 'Seq Scan'),
    relationsRead: (work) => relationsOf(sessions.service, work, () => true),
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

/** Names of the relations at those nodes of a plan that are wanted, for each statement that `work` sends. */
async function relationsOf(
  service: Connection,
  work: (db: Connection) => Promise<unknown>,
  wanted: (node: PlanNode) => boolean,
): Promise<string[]> {
  const names = new Set<string>()
  await work({
    async query<Row>(sql: string, values?: readonly unknown[]): Promise<Row[]> {
      if (/^\s*(select|with)\b/i.test(sql)) {
        const text = `explain (format json) ${sql}`
        const [row] = await service.query<{ 'QUERY PLAN': readonly [{ Plan: PlanNode }] }>(text, values)
        for (const node of row === undefined ? [] : planNodes(row['QUERY PLAN'][0].Plan)) {
          const name = node['Relation Name']
          if (name !== undefined && wanted(node)) names.add(name)
        }
      }
      return service.query<Row>(sql, values)
    },
  })
  return [...names].sort()
}
