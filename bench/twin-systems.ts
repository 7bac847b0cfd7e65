import { loadSystem, systemNames } from '../packages/pgwright/src/cli/systems.ts'
import type { System } from '../packages/pgwright/src/demo/index.ts'
import type { Snapshot } from '../packages/pgwright/src/model/index.ts'
import { observe } from '../packages/pgwright/src/observe/index.ts'
import { type EmbeddedServer, parseTarget, startServer, withReader } from '../packages/pgwright/src/postgres/index.ts'
import { repairNormalised } from '../packages/pgwright/src/sql/index.ts'
import { planOnSource, Twin, verifyPlans } from '../packages/pgwright/src/twin/index.ts'
import type { Planned } from './planned.ts'
import { type Asked, makeSystem } from './system-source.ts'

/** What autovacuum does between the observation and the plans would be a difference that no twin can know of. */
const settings = { autovacuum: 'off' }

/**
 * Every statement of the reference systems' services, planned in the service's role on a real server of a major and on
 * the twin: generically as `pg_stat_statements` has it, and with the values that it was asked with.
 *
 * @returns by the system's name, what the source can plan
 */
export async function plannedOnSystems(
  major: number,
  systems?: readonly System[],
): Promise<ReadonlyMap<string, Planned[]>> {
  const server = await startServer({ name: 'bench-source', major, settings })
  const found = new Map<string, Planned[]>()
  try {
    for (const system of systems ?? (await Promise.all(systemNames.map(loadSystem))))
      found.set(system.name, await plannedOn(system, server))
  } finally {
    await server.stop()
  }
  return found
}

async function plannedOn(system: System, server: EmbeddedServer): Promise<Planned[]> {
  const asked = await makeSystem(system, server)
  const snapshot = await withReader(parseTarget(server.url(system.name)), (client) => observe(client))
  const service = parseTarget(server.url(system.name, system.serviceRole))
  const twin = await Twin.open(snapshot)
  const found: Planned[] = []
  try {
    for (const [settings, statements] of bySettings([...asked, ...counted(snapshot, system, asked)])) {
      const queries = statements.map((sql, i) => ({ name: String(i), sql }))
      const onSource = await withReader(service, async (client) => {
        for (const [name, value] of Object.entries(settings))
          await client.query('select set_config($1, $2, true)', [name, value])
        return planOnSource(client, server.major, queries)
      })
      const verified = await verifyPlans(twin, { role: system.serviceRole, settings }, queries, onSource)
      found.push(...verified.map((one, i) => ({ ...one, sql: queries[i]?.sql ?? '' })))
    }
  } finally {
    await twin.close()
  }
  return found.filter(({ sourceCost }) => sourceCost !== null)
}

/** The statements as the server counted them, for the tenant that was served last. */
function counted({ workload }: Snapshot, { serviceRole }: System, asked: readonly Asked[]): Asked[] {
  const settings = asked.at(-1)?.settings ?? {}
  return workload.statements
    .filter(({ role }) => role === serviceRole)
    .map(({ sql }) => ({ sql: repairNormalised(sql), settings }))
}

/** Statements by the settings that they were asked with. */
function bySettings(asked: readonly Asked[]): [Asked['settings'], string[]][] {
  const groups = new Map<string, [Asked['settings'], string[]]>()
  for (const { sql, settings } of asked) {
    const key = JSON.stringify(settings)
    const group = groups.get(key) ?? [settings, []]
    group[1].push(sql)
    groups.set(key, group)
  }
  return [...groups.values()]
}
