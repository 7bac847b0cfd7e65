import type { Client } from 'pg'
import type { Check } from '../../packages/pgwright/src/diagnose/check.ts'
import { inspectWorkload } from '../../packages/pgwright/src/diagnose/inspect-workload.ts'
import { checks } from '../../packages/pgwright/src/diagnose/registry.ts'
import { readServer } from '../../packages/pgwright/src/diagnose/server.ts'
import { casesOf } from '../../packages/pgwright/src/diagnose/testing/all-cases.ts'
import type { CheckCase } from '../../packages/pgwright/src/diagnose/testing/check-case.ts'
import {
  findByMeasuring,
  findIn,
  findingsOf,
  inspectOn,
  objectsOf,
} from '../../packages/pgwright/src/diagnose/testing/judge.ts'
import { plannedWorkload } from '../../packages/pgwright/src/diagnose/testing/planned-workload.ts'
import { onStage } from '../../packages/pgwright/src/diagnose/testing/stage.ts'
import { connectWriter, knownMajors, parseTarget, startServer } from '../../packages/pgwright/src/postgres/index.ts'
import { fingerprint } from '../../packages/pgwright/src/sql/index.ts'
import { startTwinServer, type TwinServer } from '../../packages/pgwright/src/twin/index.ts'
import { type Figure, figure } from '../figure.ts'

/** What a check made of labelled objects. */
interface Count {
  found: number
  missed: number
  wrong: number
  nearMisses: number
}

/** Recall and precision of each check over its planted defects and near-misses, on every major. */
export async function labelledFigures(): Promise<Figure[]> {
  const counts = new Map<string, Count>()
  for (const major of knownMajors) await countOn(major, counts)
  const all = [...counts.values()]
  return [
    ratio('recall', 'recall over all checks and majors', sum(all, 'found'), sum(all, 'missed')),
    ratio('precision', 'precision over all checks and majors', sum(all, 'found'), sum(all, 'wrong')),
    ...[...counts].flatMap(([id, { found, missed, wrong, nearMisses }]) => [
      ratio(`recall-${id}`, `${id}: recall, of ${found + missed} planted`, found, missed),
      ratio(`precision-${id}`, `${id}: precision, beside ${nearMisses} near-misses`, found, wrong),
    ]),
  ]
}

async function countOn(major: number, counts: Map<string, Count>): Promise<void> {
  const server = await startServer({
    name: 'bench-checks',
    major,
    settings: { max_connections: 200, max_prepared_transactions: 5 },
  })
  const twins = await startTwinServer(major)
  const client = await connectWriter(parseTarget(server.url()))
  try {
    for (const check of checks) {
      if (major < (check.needs?.major ?? 0) || major > (check.needs?.untilMajor ?? 99)) continue
      for (const one of casesOf.get(check.id) ?? []) {
        if ('since' in one && major < (one.since ?? 0)) continue
        const found = await foundBy(check, one, { client, url: server.url(), twins }).catch((error: unknown) => {
          console.error(`${check.id} on PostgreSQL ${major}, ${one.title}: ${String(error)}`)
          return [] // as if it had missed all
        })
        add(counts, check.id, one, found)
      }
    }
  } finally {
    await client.end()
    await twins.stop()
    await server.stop()
  }
}

interface Place {
  readonly client: Client
  readonly url: string
  readonly twins: TwinServer
}

/** Objects that a check finds, as a case names them. */
async function foundBy(check: Check, one: CheckCase, { client, url, twins }: Place): Promise<readonly string[]> {
  if ('given' in one) return objectsOf(await findIn(client, check, one), one)
  if ('changes' in one) {
    const workload = {
      statements: [],
      gap: null,
      unplanned: null,
      snapshot: null,
      advice: one.changes,
      adviceGap: null,
    }
    return objectsOf(findingsOf(inspectWorkload(check, workload, await readServer(client))), one)
  }
  if ('asker' in one)
    return onStage(url, one, async (stage) => objectsOf(await findByMeasuring(stage.client, check, one), one))
  if ('statements' in one) {
    return onStage(url, one, async (stage) => {
      const workload = await plannedWorkload(stage.client, one, twins)
      const found = findingsOf(inspectWorkload(check, workload, await readServer(stage.client)))
      const texts = new Map(one.statements.map((sql) => [fingerprint(sql), sql]))
      return found.map(({ object }) => texts.get(object) ?? object)
    })
  }
  return onStage(url, one, async (stage) => objectsOf((await inspectOn(stage.client, [check], one)).findings, one))
}

function add(counts: Map<string, Count>, id: string, one: CheckCase, found: readonly string[]): void {
  const count = counts.get(id) ?? { found: 0, missed: 0, wrong: 0, nearMisses: 0 }
  counts.set(id, count)
  const left = [...found]
  for (const object of one.finds) {
    const at = left.indexOf(object)
    if (at < 0) count.missed++
    else {
      count.found++
      left.splice(at, 1)
    }
  }
  count.wrong += left.length
  count.nearMisses += one.leaves?.length ?? 0
}

function sum(counts: readonly Count[], key: keyof Count): number {
  return counts.reduce((all, count) => all + count[key], 0)
}

function ratio(id: string, title: string, right: number, failed: number): Figure {
  const value = right + failed === 0 ? 1 : right / (right + failed)
  return figure({ id, title, value, unit: '', goal: 1, better: 'higher' })
}
