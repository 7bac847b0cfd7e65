import pg from 'pg'
import { RuntimeError } from '../../error.ts'
import type { TableName } from '../notify/triggers.ts'
import { checkSlotName } from './options.ts'

/**
 * SQL for a migration: publishes tables, partitioned ones with their partitions. A table without a primary key needs
 * `alter table … replica identity full` first: else the server refuses UPDATE and DELETE on it from then on.
 *
 * @throws RuntimeError `usage`
 */
export function invalidationPublication(name: string, tables: readonly TableName[]): string {
  if (tables.length === 0)
    throw new RuntimeError('usage', 'No table is to be published.', 'Name the tables whose rows are cached.')
  const on = tables.map(({ schema, table }) => `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(table)}`)
  return `create publication ${pg.escapeIdentifier(name)} for table ${on.join(', ')};\n`
}

/**
 * SQL that makes a permanent slot. To be run by itself, not in a transaction that has written; in the database whose
 * tables are published.
 *
 * @throws RuntimeError `usage`
 */
export function invalidationSlot(name: string): string {
  checkSlotName(name)
  return `select pg_catalog.pg_create_logical_replication_slot('${name}', 'pgoutput');\n`
}

/** The same removed, which no process may be using. @throws RuntimeError `usage` */
export function dropInvalidationSlot(name: string): string {
  checkSlotName(name)
  return `select pg_catalog.pg_drop_replication_slot('${name}');\n`
}
