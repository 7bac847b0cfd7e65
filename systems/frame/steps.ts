import type { Step } from 'pgwright'
import { quote } from './quote.ts'

/** A table or view of the schema `public`, as the catalog has its name. */
type Name = string

/** An extension that comes with PostgreSQL. */
export function extension(name: string): Step {
  return objectStep(`create extension if not exists ${quote(name)} with schema public`, 'extension', [name])
}

/** @param definition what follows the name: `integer not null default 0` */
export function column(table: Name, name: string, definition: string): Step {
  const sql = `alter table ${qualified(table)} add column ${quote(name)} ${definition}`
  return objectStep(sql, 'table column', ['public', table, name], [lock(table, 'AccessExclusiveLock')])
}

/** @param definition what follows the name: `exclude using gist (…)` */
export function constraint(table: Name, name: string, definition: string): Step {
  const sql = `alter table ${qualified(table)} add constraint ${quote(name)} ${definition}`
  return objectStep(sql, 'table constraint', ['public', table, name], [lock(table, 'AccessExclusiveLock')])
}

/**
 * A function of a trigger, in PL/pgSQL. Names in it are qualified, since no search path is set where it runs as its owner.
 *
 * @param body from `declare` or `begin` to the last `end`
 * @param as whose rights and policies hold in it: those of whoever fires it, or of its owner
 */
export function triggerFunction(name: string, body: string, as: 'invoker' | 'owner' = 'invoker'): Step {
  const rights = as === 'owner' ? ` security definer set search_path = ''` : ''
  const sql = `create function ${qualified(name)}() returns trigger language plpgsql${rights} as $function$\n${body}\n$function$`
  return objectStep(sql, 'function', ['public', name])
}

/** @param when what stands between the name and the table: `after insert or delete` */
export function trigger(table: Name, name: string, when: string, how: string): Step {
  const sql = `create trigger ${quote(name)} ${when} on ${qualified(table)} ${how}`
  return objectStep(sql, 'trigger', ['public', table, name], [lock(table, 'ShareRowExclusiveLock')])
}

export function materializedView(name: Name, query: string): Step {
  const sql = `create materialized view ${qualified(name)} as\n${query}`
  return objectStep(sql, 'materialized view', ['public', name])
}

/**
 * A view that answers with its owner's rights: what it leaves out can't be had through it, not even by a condition with
 * side effects.
 */
export function barrierView(name: Name, query: string): Step {
  const sql = `create view ${qualified(name)} with (security_barrier) as\n${query}`
  return objectStep(sql, 'view', ['public', name])
}

/** A grant goes with what it is on, so taking that back takes the grant back. */
export function grantSelect(name: Name, role: string): Step {
  const sql = `grant select on ${qualified(name)} to ${quote(role)}`
  return { sql, ensure: { kind: 'always' }, locks: [], transactional: true }
}

export interface IndexDescription {
  readonly table: Name
  readonly name: string
  readonly unique?: boolean
  /** What follows the table: `using gin (config jsonb_path_ops)`. */
  readonly on: string
}

/** An index, built concurrently. */
export function index({ table, name, unique = false, on }: IndexDescription): Step {
  return {
    sql: `create ${unique ? 'unique ' : ''}index concurrently ${quote(name)} on ${qualified(table)} ${on}`,
    ensure: { kind: 'index-present', schema: 'public', table, index: name, definition: null },
    locks: [lock(table, 'ShareUpdateExclusiveLock')],
    transactional: false,
  }
}

/** A statement that may run again: it writes what it finds, not what it adds. It holds its row locks for its whole time. */
export function backfill(table: Name, sql: string): Step {
  return { sql, ensure: { kind: 'always' }, locks: [lock(table, 'RowExclusiveLock')], transactional: true }
}

function objectStep(
  sql: string,
  type: Extract<Step['ensure'], { kind: 'object-present' }>['type'],
  names: string[],
  locks: Step['locks'] = [],
): Step {
  return { sql, ensure: { kind: 'object-present', type, names, definition: null }, locks, transactional: true }
}

function lock(table: Name, mode: string): Step['locks'][number] {
  return { relation: qualified(table), mode }
}

function qualified(name: string): string {
  return `"public".${quote(name)}`
}
