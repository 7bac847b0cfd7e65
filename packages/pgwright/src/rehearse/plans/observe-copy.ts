import type { ClientBase } from 'pg'
import type { Snapshot } from '../../model/index.ts'
import { observe } from '../../observe/index.ts'

/** The schema of a copy, and under which oids PostgreSQL has it, which a new name leaves as they are. */
export interface ObservedCopy {
  readonly schema: Snapshot
  readonly columns: readonly IdentifiedColumn[]
  readonly indexes: readonly IdentifiedIndex[]
}

export interface IdentifiedColumn {
  readonly schema: string
  readonly table: string
  readonly column: string
  /** Of the table. */
  readonly oid: number
  /** Of the column in its table. */
  readonly number: number
}

export interface IdentifiedIndex {
  readonly schema: string
  readonly index: string
  readonly oid: number
}

/** @param owner a superuser's session on the copy, in autocommit */
export async function observeCopy(owner: ClientBase): Promise<ObservedCopy> {
  await owner.query('begin read only')
  try {
    const schema = await observe(owner, { workload: false })
    const { rows: columns } = await owner.query<IdentifiedColumn>(
      `select n.nspname as schema, c.relname as table, a.attname as column, c.oid, a.attnum as number
       from pg_catalog.pg_attribute a
       join pg_catalog.pg_class c on c.oid = a.attrelid
       join pg_catalog.pg_namespace n on n.oid = c.relnamespace
       where c.oid >= 16384 and c.relkind in ('r', 'p', 'v', 'm', 'f') and a.attnum > 0 and not a.attisdropped`,
    )
    const { rows: indexes } = await owner.query<IdentifiedIndex>(
      `select n.nspname as schema, c.relname as index, c.oid
       from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
       where c.oid >= 16384 and c.relkind in ('i', 'I')`,
    )
    return { schema, columns, indexes }
  } finally {
    await owner.query('rollback')
  }
}
