import type { ClientBase } from 'pg'
import { type Gap, PgwrightError, type Snapshot, snapshotVersion, type Workload } from '../model/index.ts'
import { readColumnStatistics } from './catalog/column-statistics.ts'
import { readConstraints } from './catalog/constraints.ts'
import { readDatabase } from './catalog/database.ts'
import { readExtendedStatistics } from './catalog/extended-statistics.ts'
import { readExtensions, readSchemas } from './catalog/extensions.ts'
import { readForeignServers } from './catalog/foreign.ts'
import { readFunctions } from './catalog/functions.ts'
import { readIndexes } from './catalog/indexes.ts'
import { reportNotCarried } from './catalog/not-carried.ts'
import { readOpaqueTypes } from './catalog/opaque-types.ts'
import { readOperatorFamilies } from './catalog/operator-families.ts'
import { readOrdinaryObjects } from './catalog/ordinary-objects.ts'
import { readPolicies } from './catalog/policies.ts'
import { type Reading, startReading } from './catalog/reading.ts'
import { readRelations } from './catalog/relations.ts'
import { readRoleSettings } from './catalog/role-settings.ts'
import { readRoles } from './catalog/roles.ts'
import { readSequences } from './catalog/sequences.ts'
import { setFormat } from './catalog/session-format.ts'
import { readSettings } from './catalog/settings.ts'
import { readRules, readTriggers } from './catalog/table-hooks.ts'
import { readTablespaces } from './catalog/tablespaces.ts'
import { readTypes } from './catalog/types.ts'
import { inSavepointUndone } from './savepoint.ts'
import { observeWorkload } from './workload/counters.ts'
import { workloadError, workloadGap } from './workload/problem.ts'
import { workloadOf } from './workload/workload.ts'

/**
 * Takes a snapshot of the client's database. The client must be in a transaction, which is left as it was found; it
 * may be read-only, and the role needs no rights: what it can't see is listed as a gap.
 *
 * @param options.workload false: without `pg_stat_statements`; or one that was read already
 * @param options.named names of tables and views, whatever their schema: only these are read, and what planning with
 *   them needs. Default: all
 */
export async function observe(
  client: ClientBase,
  options: { readonly workload?: false | Workload; readonly named?: ReadonlySet<string> } = {},
): Promise<Snapshot> {
  const gaps: Gap[] = []
  return inSavepointUndone(client, async () => {
    const settings = await readSettings(client, (gap) => gaps.push(gap))
    await setFormat(client)
    const reading = await startReading(client, gaps, options.named)
    const workload =
      options.workload === false ? noWorkload : (options.workload ?? (await readWorkload(client, reading.missed)))
    return { ...(await readCatalog(reading, workload)), settings, gaps }
  })
}

const noWorkload: Workload = { source: 'none', statements: [], excluded: [] }

/** The workload that the server counts, and why it is not all of it. */
export async function observeCounted(client: ClientBase): Promise<{ workload: Workload; gaps: Gap[] }> {
  const gaps: Gap[] = []
  const workload = await readWorkload(client, (gap) => gaps.push(gap))
  return { workload, gaps }
}

/** A server without `pg_stat_statements` still has a catalog; `requireWorkload` is for whoever needs more. */
async function readWorkload(client: ClientBase, missed: (gap: Gap) => void): Promise<Workload> {
  try {
    const counters = await observeWorkload(client)
    if (counters.hidden > 0) missed(workloadGap(workloadError('hidden')))
    return workloadOf(counters)
  } catch (error) {
    if (!(error instanceof PgwrightError)) throw error
    missed(workloadGap(error))
    return noWorkload
  }
}

async function readCatalog(reading: Reading, workload: Workload): Promise<Omit<Snapshot, 'settings' | 'gaps'>> {
  const database = await readDatabase(reading)
  const relations = await readRelations(reading)
  const indexes = await readIndexes(reading, relations)
  const policies = await readPolicies(reading, relations)
  await reportNotCarried(reading)
  const roles = new Set([
    database.takenBy,
    ...relations.map(({ relation }) => relation.owner),
    ...policies.flatMap((policy) => policy.roles),
    ...workload.statements.flatMap(({ role }) => (role === null ? [] : [role])),
  ])
  const carriedRoles = await readRoles(reading, roles)
  return {
    format: 'pgwright-snapshot',
    schemaVersion: snapshotVersion,
    takenAt: new Date().toISOString(),
    ...database,
    roles: carriedRoles,
    roleSettings: await readRoleSettings(
      reading,
      carriedRoles.map(({ name }) => name),
    ),
    tablespaces: await readTablespaces(reading),
    schemas: await readSchemas(reading),
    extensions: await readExtensions(reading),
    types: await readTypes(reading),
    opaqueTypes: await readOpaqueTypes(reading),
    functions: await readFunctions(reading),
    objects: await readOrdinaryObjects(reading),
    operatorFamilies: await readOperatorFamilies(reading),
    foreignServers: await readForeignServers(reading),
    sequences: await readSequences(reading),
    relations: relations.map(({ relation }) => relation),
    constraints: await readConstraints(reading, relations),
    indexes: indexes.map(({ index }) => index),
    policies,
    triggers: await readTriggers(reading, relations),
    rules: await readRules(reading, relations),
    columnStatistics: await readColumnStatistics(
      reading,
      [...relations, ...indexes].map(({ oid }) => oid),
    ),
    extendedStatistics: await readExtendedStatistics(reading, relations),
    workload,
  }
}
