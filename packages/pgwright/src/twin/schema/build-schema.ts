import type { ClientBase } from 'pg'
import type { Gap, Snapshot } from '../../model/index.ts'
import { buildersOf, type Sessions } from '../sessions.ts'
import { shareOut } from '../share-out.ts'
import { setKeysValid } from './constraints.ts'
import type { Definition } from './definition.ts'
import { schemaDefinitions } from './definitions.ts'
import { setFunctionFlags } from './function-flags.ts'
import { functionGaps } from './functions.ts'
import { operatorFamilyGaps } from './operator-families.ts'
import { isReserved } from './reserved.ts'
import { membershipGaps } from './roles.ts'
import { extensionGaps } from './schemas.ts'
import { missingTypes, stubTypeDefinitions, stubTypeGaps } from './stub-types.ts'

const duplicateObject = new Set(['42710', '42P07', '42723'])

/**
 * Makes the source's schema. What fails is tried again after the rest, as long as that gets anywhere: most failures
 * are things that need something further down. What is left over is a gap.
 *
 * @param twinRole the builder's
 * @param major the twin's
 */
export async function buildSchema(
  sessions: Sessions,
  snapshot: Snapshot,
  twinRole: string,
  major: number,
): Promise<Gap[]> {
  for (const client of [sessions.owner, ...buildersOf(sessions)])
    await client.query('set check_function_bodies = off; set client_min_messages = error')
  // Definitions were written under this path, and so name everything else with its schema.
  for (const builder of buildersOf(sessions)) await builder.query('set search_path = pg_catalog')
  const definitions = schemaDefinitions(snapshot, twinRole, major)
  // The scripts of extensions run as superuser, so never once there are functions of the snapshot to stumble on.
  const start = definitions.findIndex(({ privileged }) => privileged !== true)
  const failed = await settle(sessions, snapshot, definitions.slice(0, start))
  const stubbed = await missingTypes(sessions.owner, snapshot)
  failed.push(...(await settle(sessions, snapshot, stubTypeDefinitions(stubbed))))
  const { lost, lessened } = await settleForLess(sessions, snapshot, definitions.slice(start))
  failed.push(...lost)
  await setFunctionFlags(sessions.owner, snapshot)
  await setKeysValid(sessions.owner, snapshot)
  await giveToOwners(sessions.owner, snapshot)
  return [
    ...membershipGaps(snapshot, major),
    ...extensionGaps(snapshot),
    ...(await stubTypeGaps(sessions.owner, stubbed)),
    ...functionGaps(snapshot),
    ...operatorFamilyGaps(snapshot),
    ...[...failed, ...lessened].map(({ definition, reason }) => gap(definition, reason)),
  ]
}

/**
 * A default that calls a function of a missing extension must not cost its table: what can't be made whole is made with
 * less, and then what needs it is tried again.
 */
async function settleForLess(
  sessions: Sessions,
  snapshot: Snapshot,
  definitions: readonly Definition[],
): Promise<{ lost: Failure[]; lessened: Failure[] }> {
  const failed = await settle(sessions, snapshot, definitions)
  if (failed.every(({ definition }) => definition.instead === undefined)) return { lost: failed, lessened: [] }
  const less = failed.map(({ definition }) => ({ ...definition, sql: definition.instead?.sql ?? definition.sql }))
  const lost = await settle(sessions, snapshot, less)
  const gone = new Set(lost.map(({ definition }) => definition.object))
  const lessened = failed.flatMap(({ definition, reason }) => {
    const { object, instead } = definition
    return instead === undefined || gone.has(object) ? [] : [{ definition: { ...definition, ...instead }, reason }]
  })
  return { lost, lessened }
}

/** What can't be made, however often it is tried. */
async function settle(sessions: Sessions, snapshot: Snapshot, definitions: readonly Definition[]): Promise<Failure[]> {
  let waiting = definitions
  for (;;) {
    const failed: Failure[] = []
    for (const run of runs(batches(waiting))) failed.push(...(await attemptRun(sessions, run)))
    if (failed.length === 0 || failed.length === waiting.length) return failed
    // The body of a function that is inlined in an index may count on the path that is usual in its database.
    if (waiting === definitions) await widenPath(buildersOf(sessions), snapshot)
    waiting = failed.map(({ definition }) => definition)
  }
}

async function widenPath(builders: readonly ClientBase[], { settings }: Snapshot): Promise<void> {
  const usual = settings.find(({ name }) => name === 'search_path')?.setting ?? ''
  const path = usual === '' ? 'pg_catalog, public' : `pg_catalog, ${usual}`
  for (const builder of builders)
    await builder.query(`select pg_catalog.set_config('search_path', $1, false)`, [path]).catch(() => {})
}

/** Definitions of one message. */
type Batch = readonly Definition[]

/** In their order, what is about the same table together. */
function batches(definitions: readonly Definition[]): Batch[] {
  const found: Definition[][] = []
  for (const definition of definitions) {
    const batch = found.at(-1)
    if (batch !== undefined && belongs(batch, definition)) batch.push(definition)
    else found.push([definition])
  }
  return found
}

function belongs(batch: Batch, { privileged, about }: Definition): boolean {
  const last = batch.at(-1)
  if (last === undefined || last.privileged !== privileged) return false
  if ((last.about === undefined) !== (about === undefined)) return false
  return batch.length < messageSize || (about !== undefined && about === last.about)
}

/**
 * Batches that follow each other and can be made at the same time; any other stands alone. What is about a table waits for
 * what was about it before: an index for its table.
 */
function runs(all: readonly Batch[]): Batch[][] {
  const found: Batch[][] = []
  let seen = new Set<string>()
  for (const batch of all) {
    const about = batch.flatMap((definition) => definition.about ?? [])
    const joins = about.length > 0 && seen.size > 0 && !about.some((table) => seen.has(table))
    if (joins) found.at(-1)?.push(batch)
    else {
      found.push([batch])
      seen = new Set()
    }
    for (const table of about) seen.add(table)
  }
  return found
}

/**
 * The owner is exempt from its table's policies, and a view reads with its owner's rights, so who owns what changes
 * plans. Written to the catalog, since a role could only be given what it may create in every schema.
 */
async function giveToOwners(owner: ClientBase, { relations }: Snapshot): Promise<void> {
  const owned = relations.filter(({ owner }) => !isReserved(owner))
  await owner.query(
    `update pg_catalog.pg_class c set relowner = r.oid
     from jsonb_to_recordset($1) as o (schema text, name text, owner text)
     join pg_catalog.pg_namespace n on n.nspname = o.schema
     join pg_catalog.pg_roles r on r.rolname = o.owner
     where c.relnamespace = n.oid and c.relname = o.name and c.oid >= 16384 and not r.rolsuper`,
    [JSON.stringify(owned.map(({ schema, name, owner }) => ({ schema, name, owner })))],
  )
}

interface Failure {
  readonly definition: Definition
  readonly reason: string
}

/** Statements sent in one message: they are one transaction, so one that fails takes the others along. */
const messageSize = 50

async function attemptRun(sessions: Sessions, run: readonly Batch[]): Promise<Failure[]> {
  const clients = run[0]?.[0]?.privileged === true ? [sessions.owner] : buildersOf(sessions)
  return (await shareOut(clients, run, attemptAll)).flat()
}

/** All in one message, which mostly goes well and is several times quicker; one by one where it does not. */
async function attemptAll(client: ClientBase, batch: Batch): Promise<Failure[]> {
  try {
    await client.query(batch.map(({ sql }) => sql).join(';\n'))
    return []
  } catch {
    const failed: Failure[] = []
    for (const definition of batch) {
      const reason = await attempt(client, definition)
      if (reason !== null) failed.push({ definition, reason })
    }
    return failed
  }
}

/** Null when it is there now; else the reason. */
async function attempt(client: ClientBase, { sql }: Definition): Promise<string | null> {
  try {
    await client.query(sql)
    return null
  } catch (error) {
    const { code, message } = error as { code?: string; message: string }
    // A partition's constraint or index is already there when its parent brought it along.
    return code !== undefined && duplicateObject.has(code) ? null : message
  }
}

function gap({ object, effect }: Definition, reason: string): Gap {
  return {
    object,
    reason: `could not be made on the twin: ${reason}`,
    effect: effect ?? 'plans that need it are left out or differ',
  }
}
