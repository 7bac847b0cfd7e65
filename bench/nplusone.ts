import pg from 'pg'
import { startServer } from '../packages/pgwright/src/postgres/index.ts'
import { type Benchmark, figure } from './figure.ts'
import { attribution } from './nplusone/attribution.ts'
import { corpus } from './nplusone/corpus.ts'
import { measureCost } from './nplusone/cost.ts'
import type { Judged } from './nplusone/judge.ts'
import { schema } from './nplusone/schema.ts'
import { serviceShares } from './nplusone/services.ts'
import { subjects } from './nplusone/subjects/index.ts'

/** Whether the detector finds what is planted, by every driver and ORM, and nothing else, and what it costs. */
export const nPlusOne: Benchmark = async (scale) => {
  const server = await startServer({ name: 'bench-nplusone' })
  try {
    const url = server.url()
    const client = new pg.Client(url)
    await client.connect()
    await client.query(schema)
    const postgres = (await client.query<{ server_version: string }>('show server_version')).rows[0]?.server_version
    await client.end()
    const judged = await corpus(url, subjects)
    for (const { subject, name, wrong, missing } of judged) {
      for (const one of [...missing.map((text) => `missing: ${text}`), ...wrong]) console.error(subject, name, one)
    }
    const told = await attribution(url, subjects, 200)
    const [pairs, requests] = ({ small: [60, 100], medium: [200, 150], full: [600, 150] } as const)[scale]
    const { share, once, unheard } = await measureCost(url, pairs, requests, scale === 'small' ? 7 : 21)
    const services = await serviceShares(scale === 'small' ? 60 : 150, 200)
    const { recall, precision, covered } = quality(judged)
    const right = Math.min(...told.map((one) => one.right / one.asked))
    return {
      postgres: postgres ?? '',
      figures: [
        figure({
          id: 'recall',
          title: 'planted N+1 found, with line and source',
          value: recall,
          unit: 'share',
          goal: 1,
          better: 'higher',
        }),
        figure({
          id: 'precision',
          title: 'findings that are right',
          value: precision,
          unit: 'share',
          goal: 1,
          better: 'higher',
        }),
        figure({
          id: 'drivers-covered',
          title: 'drivers and ORMs of which no planted case is missed',
          value: covered,
          unit: 'drivers',
          goal: 8,
          better: 'higher',
        }),
        figure({
          id: 'attribution-under-saturation',
          title: 'statements told of the right request, 200 on a pool of 2, worst driver',
          value: right,
          unit: 'share',
          goal: 1,
          better: 'higher',
        }),
        figure({
          id: 'overhead-unrepeated-ns',
          title: 'a statement seen once in a request',
          ...once,
          unit: 'ns',
          goal: 1_000,
          better: 'lower',
        }),
        figure({
          id: 'throughput-share-on',
          title: 'throughput of a reference service with the detector on over off, the worst of the four',
          value: Math.min(...services.map(({ value }) => value)),
          unit: 'share',
          goal: 0.97,
          better: 'higher',
        }),
        ...services.map(({ system, ...measured }) =>
          figure({
            id: `throughput-share-${system}`,
            title: `the same of ${system}`,
            ...measured,
            unit: 'share',
            goal: null,
            better: 'higher',
          }),
        ),
        figure({
          id: 'processor-share-on',
          title:
            'processor time without the detector over with it, of a process that does nothing but three short queries a request',
          ...share,
          unit: 'share',
          goal: null,
          better: 'higher',
        }),
        figure({
          id: 'overhead-off-ns',
          title: 'a statement where nobody listens',
          ...unheard,
          unit: 'ns',
          goal: null,
          better: 'lower',
        }),
      ],
    }
  } finally {
    await server.stop()
  }
}

function quality(judged: readonly Judged[]) {
  const sum = (of: (one: Judged) => number) => judged.reduce((total, one) => total + of(one), 0)
  const found = sum((one) => one.found)
  const wrong = sum((one) => one.wrong.length)
  const names = new Set(judged.map(({ subject }) => subject))
  const missed = new Set(judged.filter(({ missing }) => missing.length > 0).map(({ subject }) => subject))
  return {
    recall: found / sum((one) => one.expected),
    precision: found / (found + wrong),
    covered: names.size - missed.size,
  }
}
