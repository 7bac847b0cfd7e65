import type { ClientBase } from 'pg'
import type { Gap, ObjectName, Snapshot } from '../model/index.ts'
import { quoteIdentifier, quoteLiteral, quoteQualified } from '../sql/index.ts'
import { isReserved } from './schema/reserved.ts'
import type { TwinServer } from './server.ts'

/** Options that the planner reads, all of them numbers. */
const options = new Set(['seq_page_cost', 'random_page_cost', 'effective_io_concurrency', 'maintenance_io_concurrency'])

/**
 * Puts what is in a tablespace with costs of its own into one that has the same. Where any other relation lies tells
 * the planner nothing. Tablespaces are the server's, so a twin's are named after its database.
 *
 * @param owner the superuser's session on the twin's database
 */
export async function placeInTablespaces(
  owner: ClientBase,
  server: TwinServer,
  snapshot: Snapshot,
  database: string,
): Promise<Gap[]> {
  const gaps: Gap[] = []
  for (const [number, { name, options }] of snapshot.tablespaces.entries()) {
    const moves = [
      ...snapshot.relations.filter(({ tablespace }) => tablespace === name).map((relation) => moveTable(relation)),
      ...snapshot.indexes
        .filter(({ tablespace, valid }) => tablespace === name && valid)
        .map((index) => moveIndex(index)),
    ]
    if (moves.length === 0) continue
    try {
      const own = `${database}_${number}`
      await create(owner, server, own, options)
      for (const move of moves) await owner.query(move(own))
    } catch (error) {
      gaps.push({
        object: `tablespace ${quoteIdentifier(name)}`,
        reason: `could not be made on the twin: ${(error as Error).message}`,
        effect: 'reading what is in it is priced as reading anything else',
      })
    }
  }
  return gaps
}

async function create(owner: ClientBase, server: TwinServer, name: string, wanted: readonly string[]): Promise<void> {
  const location = await server.makeFolder(name)
  const set = wanted.flatMap((option) => {
    const [key = '', value] = option.split('=')
    return options.has(key) ? [`${key} = ${Number(value)}`] : []
  })
  await owner.query(`create tablespace ${quoteIdentifier(name)} location ${quoteLiteral(location)}`)
  if (set.length > 0) await owner.query(`alter tablespace ${quoteIdentifier(name)} set (${set.join(', ')})`)
}

type Move = (tablespace: string) => string

function moveTable({ schema, name, kind }: ObjectName & { readonly kind: string }): Move {
  return move(kind === 'matview' ? 'materialized view' : 'table', { schema, name })
}

function moveIndex(index: ObjectName): Move {
  return move('index', index)
}

/** Does nothing to what the twin lacks, or to what is PostgreSQL's own. */
function move(kind: string, { schema, name }: ObjectName): Move {
  if (isReserved(schema)) return () => ''
  return (tablespace) =>
    `alter ${kind} if exists ${quoteQualified(schema, name)} set tablespace ${quoteIdentifier(tablespace)}`
}

/** @param client a superuser's, once the database is gone */
export async function dropTablespaces(client: ClientBase, database: string): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `select spcname as name from pg_catalog.pg_tablespace where pg_catalog.starts_with(spcname, $1)`,
    [`${database}_`],
  )
  for (const { name } of rows) await client.query(`drop tablespace ${quoteIdentifier(name)}`)
}
