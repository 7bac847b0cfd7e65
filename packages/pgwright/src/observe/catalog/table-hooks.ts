import type { TableHook } from '../../model/index.ts'
import type { Reading } from './reading.ts'
import { readParts } from './relation-parts.ts'
import type { CatalogRelation } from './relations.ts'

/** Triggers that users made: the server's own stand for foreign keys, and a partition's copies for its parent's. */
export async function readTriggers(reading: Reading, relations: readonly CatalogRelation[]): Promise<TableHook[]> {
  return readParts<TableHook>(
    reading,
    relations,
    'triggers',
    `select n.nspname as schema, t.relname as table, g.tgname as name, definition.text as definition,
       g.tgenabled as enabled
     from pg_trigger g
     join pg_class t on t.oid = g.tgrelid
     join pg_namespace n on n.oid = t.relnamespace
     cross join lateral (select pg_get_triggerdef(g.oid) as text) as definition
     where g.tgrelid = any($1) and not g.tgisinternal and g.tgparentid = 0 and definition.text is not null
     order by array_position($1, g.tgrelid), g.tgname`,
  )
}

/** Rewrite rules; the one that a view consists of is its query. */
export async function readRules(reading: Reading, relations: readonly CatalogRelation[]): Promise<TableHook[]> {
  return readParts<TableHook>(
    reading,
    relations,
    'rules',
    `select n.nspname as schema, t.relname as table, r.rulename as name, definition.text as definition,
       r.ev_enabled as enabled
     from pg_rewrite r
     join pg_class t on t.oid = r.ev_class
     join pg_namespace n on n.oid = t.relnamespace
     cross join lateral (select pg_get_ruledef(r.oid) as text) as definition
     where r.ev_class = any($1) and r.rulename <> '_RETURN' and definition.text is not null
     order by array_position($1, r.ev_class), r.rulename`,
  )
}
