import type { ClientBase } from 'pg'
import type { Gap, Snapshot } from '../model/index.ts'
import { quoteIdentifier } from '../sql/index.ts'
import { withClient } from './connection.ts'
import { createDatabase } from './database.ts'
import { holdsPages } from './files/held-pages.ts'
import { filesOf, shapeFiles, sourceShapes } from './files/shape.ts'
import { buildSchema, type Sessions } from './schema/build-schema.ts'
import { type TwinServer, twinTablespace } from './server.ts'
import { endLeaves } from './statistics/column-ends.ts'
import { restoreColumnStatistics } from './statistics/column-statistics.ts'
import { restoreExtendedStatistics } from './statistics/extended-statistics.ts'
import { restoreRelationStatistics, sizedRelations } from './statistics/statistics.ts'
import { placeInTablespaces } from './tablespaces.ts'

interface Place {
  readonly database: string
  readonly role: string
}

/** Builds a snapshot's schema, statistics and files in a new database that belongs to a new role. */
export function build(
  server: TwinServer,
  snapshot: Snapshot,
  { database, role, statementTimeoutMs }: Place & { readonly statementTimeoutMs: number },
): Promise<Gap[]> {
  return withClient(server, 'postgres', async (admin) => {
    const quoted = quoteIdentifier(role)
    await admin.query(
      `create role ${quoted} login bypassrls password '${server.password}';
       alter role ${quoted} set statement_timeout = ${Math.ceil(statementTimeoutMs)};
       alter role ${quoted} set temp_file_limit = '1GB'`,
    )
    const gaps = await createDatabase(admin, database, role, snapshot, server.major)
    const { missing, shapes, held } = await withClient(server, database, async (owner) => {
      const filled = await withClient(
        server,
        database,
        (builder) => fill({ owner, builder }, server, snapshot, { database, role }),
        role,
      )
      const files = await filesOf(owner, server.dataFolder, filled.shapes)
      const held = await holdsPages(admin, database, files.values())
      if (!held) await shapeFiles(owner, server.dataFolder, filled.shapes)
      return { ...filled, held }
    })
    if (held) {
      await forgetPages(admin, database)
      await withClient(server, database, (owner) => shapeFiles(owner, server.dataFolder, shapes))
    }
    return [...gaps, ...missing]
  })
}

async function fill(sessions: Sessions, server: TwinServer, snapshot: Snapshot, { database, role }: Place) {
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
