import pg from 'pg'
import type { TestDatabase } from '../../../test/database.ts'
import type { Change, Step } from '../../model/index.ts'
import { quoteQualified } from '../../sql/index.ts'
import type { Connect } from '../runner.ts'

/** The table that a test works on. */
export interface On {
  readonly schema: string
  readonly table: string
}

export function createIndex(
  { schema, table }: On,
  index: string,
  sql: string,
  definition: string | null = null,
): Change {
  return {
    ...change(`create ${index}`, schema, table, sql),
    kind: 'create-index',
    steps: [
      {
        sql,
        ensure: { kind: 'index-present', schema, table, index, definition },
        locks: [],
        transactional: false,
      },
    ],
  }
}

export function dropIndex({ schema, table }: On, index: string): Change {
  const sql = `drop index concurrently ${quoteQualified(schema, index)}`
  return {
    ...change(`drop ${index}`, schema, table, sql),
    kind: 'drop-index',
    steps: [{ sql, ensure: { kind: 'index-absent', schema, table, index }, locks: [], transactional: false }],
  }
}

/** Steps of an index on a partitioned table of the schema `public`, each as text says it in the order given. */
export function createPartitioned(table: string, statements: readonly (readonly [sql: string, on: string])[]): Change {
  const schema = 'public'
  const steps = statements.map(([sql, on]): Step => {
    const [, index = ''] = /(?:create index(?: concurrently)? |partition public\.)(\w+)/.exec(sql) ?? []
    const own = { schema, table: on, index }
    const [, parent] = /^alter index public\.(\w+)/.exec(sql) ?? []
    if (parent !== undefined) {
      const ensure = { kind: 'index-attached', ...own, parent: { schema, name: parent } } as const
      return { sql, ensure, locks: [], transactional: true }
    }
    const concurrently = sql.includes('concurrently')
    const kind = concurrently ? 'index-present' : 'partitioned-index-present'
    return { sql, ensure: { kind, ...own, definition: null }, locks: [], transactional: !concurrently }
  })
  return { ...change(`create on ${table}`, schema, table, ''), kind: 'create-index', steps }
}

export function change(id: string, schema: string, table: string, sql: string): Omit<Change, 'kind' | 'steps'> {
  const worth = { sizeBytes: 0, benefit: { total: 0, queries: [] }, writeCost: 0, reason: '', forms: null, trial: null }
  return { id, schema, table, sql, rollbackSql: '', rollback: [], dependsOn: [], ...worth }
}

export function connector(url: string): Connect {
  return async () => {
    const client = new pg.Client(url)
    client.on('error', () => {}) // a test may end its session
    await client.connect()
    return client
  }
}

/** Everything about indexes that the catalog knows, without the journal's. */
export async function catalogText({ client }: TestDatabase): Promise<string> {
  const { rows } = await client.query(
    `select i.indrelid::regclass::text as table, pg_get_indexdef(c.oid) as definition, c.reltablespace, c.reloptions,
       i.indisvalid, i.indisready, i.indislive, i.indisclustered, i.indisreplident, i.indisunique,
       obj_description(c.oid, 'pg_class') as comment, pg_get_userbyid(c.relowner) as owner,
       (select json_agg(json_build_array(a.attname, a.attstattarget) order by a.attnum)
        from pg_attribute a where a.attrelid = c.oid) as columns,
       (select json_agg(k.conname order by k.conname) from pg_constraint k where k.conindid = c.oid) as constraints,
       (select json_agg(e.extname order by e.extname) from pg_depend d join pg_extension e on e.oid = d.refobjid
        where d.objid = c.oid and d.deptype = 'x') as extensions
     from pg_index i join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace
     where n.nspname not in ('pgwright', 'pg_catalog', 'pg_toast', 'information_schema')
     order by i.indrelid::regclass::text, c.relname`,
  )
  return JSON.stringify(rows, null, 1)
}
