import type { ClientBase } from 'pg'
import type { Gap, Snapshot } from '../model/index.ts'
import { quoteIdentifier } from '../sql/index.ts'
import { createDatabase } from './database.ts'
import { holdsPages } from './files/held-pages.ts'
import { filesOf, shapeFiles, sourceShapes } from './files/shape.ts'
import { buildSchema } from './schema/build-schema.ts'
import { type TwinServer, twinTablespace } from './server.ts'
import type { TwinSessions } from './sessions.ts'
import { endLeaves } from './statistics/column-ends.ts'
import { restoreColumnStatistics } from './statistics/column-statistics.ts'
import { restoreExtendedStatistics } from './statistics/extended-statistics.ts'
import { restoreRelationStatistics, sizedRelations } from './statistics/statistics.ts'
import { placeInTablespaces } from './tablespaces.ts'

interface Place {
  readonly database: string
  readonly role: string
}

/** Makes a role and an empty database that belongs to it, both new. */
export async function createPlace(
  { admin, password, major }: TwinServer,
  snapshot: Snapshot,
  { database, role, statementTimeoutMs }: Place & { readonly statementTimeoutMs: number },
): Promise<Gap[]> {
  const quoted = quoteIdentifier(role)
  await admin.query(
    `create role ${quoted} login bypassrls password '${password}';
     alter role ${quoted} set statement_timeout = ${Math.ceil(statementTimeoutMs)};
     alter role ${quoted} set temp_file_limit = '1GB'`,
  )
  return createDatabase(admin, database, role, snapshot, major)
}

/** Builds a snapshot's schema, statistics and files in an empty database. */
export async function build(
  sessions: TwinSessions,
  server: TwinServer,
  snapshot: Snapshot,
  place: Place,
): Promise<Gap[]> {
  const { missing, shapes } = await fill(sessions, server, snapshot, place)
  const files = await filesOf(sessions.owner, server.dataFolder, shapes)
  if (await holdsPages(server.admin, place.database, files.values())) {
    await sessions.close()
    await forgetPages(server.admin, place.database)
    await sessions.open()
    shapeFiles(await filesOf(sessions.owner, server.dataFolder, shapes), shapes)
  } else {
    shapeFiles(files, shapes)
    await sessions.reset()
  }
  return missing
}

async function fill(sessions: TwinSessions, server: TwinServer, snapshot: Snapshot, { database, role }: Place) {
  const { owner } = sessions
  const missing = await buildSchema(sessions, snapshot, role, server.major)
  const unplaced = await placeInTablespaces(owner, server, snapshot, database)
  const lost = await restoreColumnStatistics(sessions, snapshot.columnStatistics)
  await restoreRelationStatistics(owner, server.major, sizedRelations(snapshot))
  await markPopulated(owner)
  const extended = await restoreExtendedStatistics(sessions, server.major, snapshot.extendedStatistics)
  const { leaves, gaps } = await endLeaves(sessions, snapshot)
  return { missing: [...missing, ...unplaced, ...lost, ...extended, ...gaps], shapes: sourceShapes(snapshot, leaves) }
}

/** A materialized view is made without data; planned as one that has some. */
async function markPopulated(client: ClientBase): Promise<void> {
  await client.query(`update pg_catalog.pg_class set relispopulated = true where relkind = 'm' and not relispopulated`)
}

/**
 * Makes the server write back and drop every page of the database, since files are about to change beneath it. Moving
 * the database does so on every major, as no function does.
 */
async function forgetPages(admin: ClientBase, database: string): Promise<void> {
  await admin.query(`alter database ${quoteIdentifier(database)} set tablespace ${twinTablespace}`)
}
