import type { Client } from 'pg'
import type { Step } from '../model/index.ts'
import { quoteQualified } from '../sql/index.ts'
import { readAddConstraint } from './constraint-statement.ts'

/** The tables that a statement would lock one after the other, and wait for each with the others in its hands. */
export interface Together {
  /** Quoted, qualified. */
  readonly tables: readonly string[]
  /** As `LOCK TABLE` has it. */
  readonly mode: 'share row exclusive' | 'access exclusive'
}

/** Of a constraint that is there or of an index, the other table that is locked for it. */
const others = `
  select k.confrelid from pg_catalog.pg_constraint k
    where k.conrelid = pg_catalog.to_regclass($1) and k.conname = $3 and k.contype = 'f'
  union select i.indrelid from pg_catalog.pg_index i where i.indexrelid = pg_catalog.to_regclass($4)`

/**
 * Null where there is but one table. `LOCK TABLE` takes the partitions of a table along; on tables that the role has no
 * right to lock by themselves, as that of a foreign key may be, it is left to the statement.
 */
export async function tablesLockedTogether(client: Client, { sql, ensure }: Step): Promise<Together | null> {
  const about = tableOf(ensure)
  if (about === null) return null
  const { table, name, index, quiet } = about
  const added = ensure.kind === 'object-present' ? (readAddConstraint(sql)?.references ?? null) : null
  const { rows } = await client.query<{ table: string; partitioned: boolean }>(
    `select c.oid::regclass::text as table, c.relkind = 'p' as partitioned
     from pg_catalog.pg_class c
     where (c.oid in (pg_catalog.to_regclass($1), pg_catalog.to_regclass($2)) or c.oid in (${others}))
       and c.relkind in ('r', 'p') and pg_catalog.has_table_privilege(c.oid, 'UPDATE')
     order by c.oid = pg_catalog.to_regclass($1) desc, c.oid`,
    [table, added, name, index],
  )
  const isOne = rows.length < 2 && rows[0]?.partitioned !== true
  if (isOne) return null
  return {
    tables: rows.map((row) => row.table),
    mode: quiet || added !== null ? 'share row exclusive' : 'access exclusive',
  }
}

interface About {
  readonly table: string | null
  /** Of a constraint. */
  readonly name: string | null
  readonly index: string | null
  /** Those who read are let in. */
  readonly quiet: boolean
}

function tableOf(ensure: Step['ensure']): About | null {
  switch (ensure.kind) {
    case 'object-present':
    case 'object-absent': {
      const { kind, type, names } = ensure
      // A policy is the table's alone.
      if (type !== 'table column' && type !== 'table constraint' && type !== 'trigger') return null
      const [schema = '', table = '', own = ''] = names
      const name = type === 'table constraint' ? own : null
      return {
        table: quoteQualified(schema, table),
        name,
        index: null,
        quiet: kind === 'object-present' && type === 'trigger',
      }
    }
    case 'partitioned-index-absent':
      return { table: quoteQualified(ensure.schema, ensure.table), name: null, index: null, quiet: false }
    case 'index-detached':
      return { table: null, name: null, index: quoteQualified(ensure.parent.schema, ensure.parent.name), quiet: false }
    default:
      return null
  }
}

/** Takes all of them within the time that one may be waited for, then gives the statement its own. */
export function lockTogetherSql({ tables, mode }: Together, mostMs: number, thenMostMs: number): string {
  return `set local statement_timeout = ${mostMs}; lock table ${tables.join(', ')} in ${mode} mode; set local statement_timeout = ${thenMostMs}`
}
