import type { ClientBase } from 'pg'
import type { Gap, Snapshot } from '../model/index.ts'
import { quoteIdentifier } from '../sql/index.ts'
import { withClient } from './connection.ts'
import { createDatabase } from './database.ts'
import { shapeFiles, sourceShapes } from './files/shape.ts'
import { buildSchema } from './schema/build-schema.ts'
import { type TwinServer, twinTablespace } from './server.ts'
import { endLeaves } from './statistics/column-ends.ts'
import { restoreColumnStatistics } from './statistics/column-statistics.ts'
import { restoreRelationStatistics, sizedRelations } from './statistics/statistics.ts'
import { placeInTablespaces } from './tablespaces.ts'

/** Builds a snapshot's schema, statistics and files in a new database that belongs to a new role. */
export async function build(server: TwinServer, snapshot: Snapshot, database: string, role: string): Promise<Gap[]> {
  const gaps = await withClient(server, 'postgres', async (client) => {
    await client.query(`create role ${quoteIdentifier(role)} login bypassrls password '${server.password}'`)
    return createDatabase(client, database, role, snapshot, server.major)
  })
  const { leaves, missing } = await withClient(server, database, (owner) =>
    withClient(
      server,
      database,
      async (builder) => {
        const missing = await buildSchema({ owner, builder }, snapshot, role, server.major)
        const unplaced = await placeInTablespaces(owner, server, snapshot, database)
        const lost = await restoreColumnStatistics({ owner, builder }, snapshot.columnStatistics)
        await restoreRelationStatistics(owner, server.major, sizedRelations(snapshot))
        await markPopulated(owner)
        const ends = await endLeaves({ owner, builder }, snapshot)
        return { leaves: ends.leaves, missing: [...missing, ...unplaced, ...lost, ...ends.gaps] }
      },
      role,
    ),
  )
  await forgetPages(server, database)
  await withClient(server, database, (owner) => shapeFiles(owner, server.dataFolder, sourceShapes(snapshot, leaves)))
  return [...gaps, ...missing]
}

/** A materialized view is made without data; planned as one that has some. */
async function markPopulated(client: ClientBase): Promise<void> {
  await client.query(`update pg_catalog.pg_class set relispopulated = true where relkind = 'm' and not relispopulated`)
}

/**
 * Makes the server write back and drop every page of the database, since files are about to change beneath it. Moving
 * the database does so on every major, as no function does.
 */
async function forgetPages(server: TwinServer, database: string): Promise<void> {
  await withClient(server, 'postgres', (client) =>
    client.query(`alter database ${quoteIdentifier(database)} set tablespace ${twinTablespace}`),
  )
}
