import type { ClientBase } from 'pg'
import { observe } from '../packages/pgwright/src/observe/index.ts'
import {
  availableMajor,
  connectWriter,
  knownMajors,
  parseTarget,
  startServer,
  withReader,
} from '../packages/pgwright/src/postgres/index.ts'
import { planOnSource, Twin, verifyPlans } from '../packages/pgwright/src/twin/index.ts'
import { zooStatements } from '../packages/pgwright/src/twin/testing/zoo.ts'
import type { Benchmark, Figure } from './figure.ts'
import { makeTables } from './many-tables.ts'
import { fidelityFigures, type Planned } from './planned.ts'
import { randomQueries } from './random-queries.ts'
import { plannedOnSystems } from './twin-systems.ts'

const queriesPerSchema = 300
const seed = 4

/** A source that is made to be planned on. */
interface Source {
  readonly name: string
  make(client: ClientBase, major: number): Promise<void>
}

const sources: readonly Source[] = [
  {
    name: 'zoo',
    make: async (client, major) => {
      for (const statement of zooStatements(major)) await client.query(statement)
    },
  },
  { name: 'tables', make: (client) => makeTables(client, 10) },
]

/**
 * Random queries, and the statements of the reference systems' services, on a real source with data and on its twin, for
 * every major that is installed.
 */
export const twinFidelity: Benchmark = async () => {
  const figures: Figure[] = []
  const measured: number[] = []
  for (const major of knownMajors) {
    if ((await availableMajor(major)).hint !== null) continue
    figures.push(...fidelityFigures(`pg${major}`, `PostgreSQL ${major}`, await planned(major)))
    for (const [system, queries] of await plannedOnSystems(major))
      figures.push(...fidelityFigures(`pg${major}-${system}`, `PostgreSQL ${major}, ${system}`, queries))
    measured.push(major)
  }
  return { postgres: measured.join(', '), figures }
}

/** Every query that the source can plan. */
export async function planned(major: number, of: number = seed, count = queriesPerSchema): Promise<Planned[]> {
  const server = await startServer({ name: 'bench-source', major })
  const found: Planned[] = []
  try {
    for (const source of sources) {
      const owner = await connectWriter(parseTarget(server.url()))
      await owner.query(`create database ${source.name}`).finally(() => owner.end())
      const target = parseTarget(server.url(source.name))
      const writer = await connectWriter(target)
      await source.make(writer, major).finally(() => writer.end())
      found.push(...(await plannedOn(target, major, of, count)))
    }
  } finally {
    await server.stop()
  }
  return found
}

async function plannedOn(target: ReturnType<typeof parseTarget>, major: number, of: number, count: number) {
  const { snapshot, queries, onSource } = await withReader(target, async (client) => {
    const snapshot = await observe(client, { workload: false })
    const queries = randomQueries(snapshot, of, count).map((sql, i) => ({ name: String(i), sql }))
    return { snapshot, queries, onSource: await planOnSource(client, major, queries) }
  })
  const twin = await Twin.open(snapshot)
  try {
    const verified = await verifyPlans(twin, { role: null, settings: {} }, queries, onSource)
    return verified
      .map((one, i) => ({ ...one, sql: queries[i]?.sql ?? '' }))
      .filter(({ sourceCost }) => sourceCost !== null)
  } finally {
    await twin.close()
  }
}
