import type { ClientBase, QueryResult } from 'pg'
import { PgwrightError } from '../model/index.ts'
import { tryParse } from '../sql/index.ts'

/** What a statement gave back, every value as the server's own text. */
export interface StatementResult {
  /** The server's word for what was done: `SELECT 3`, `CREATE TABLE`. */
  readonly command: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly (string | null)[])[]
}

/** Would find no rows, and so would undo the statistics and sizes that the twin is made of. */
const ruinous: ReadonlySet<string> = new Set([
  'VacuumStmt',
  'ReindexStmt',
  'ClusterStmt',
  'RefreshMatViewStmt',
  'TruncateStmt',
])

export function isCreateIndex(sql: string): boolean {
  return kindOf(sql) === 'IndexStmt'
}

/** @throws PgwrightError `usage` for what would undo the twin, else the server's error */
export async function runStatement(client: ClientBase, sql: string): Promise<StatementResult> {
  if (ruinous.has(kindOf(sql) ?? '')) {
    const message = 'The twin has no rows, and this would make the planner see that.'
    throw new PgwrightError('usage', message, 'Run it on the source, take a new snapshot, and open a twin of that.')
  }
  const types = { getTypeParser: () => (text: string) => text }
  const result: QueryResult<(string | null)[]> = await client.query({ text: sql, rowMode: 'array', types })
  const { command, rowCount, fields, rows } = result
  return { command: [command, rowCount ?? ''].join(' ').trim(), columns: fields.map(({ name }) => name), rows }
}

function kindOf(sql: string): string | undefined {
  return Object.keys(tryParse(sql)?.[0] ?? {})[0]
}
