import { createHash } from 'node:crypto'
import type { Client } from 'pg'
import { PgwrightError } from '../../model/index.ts'
import { quoteIdentifier, quoteQualified, sequenceOptions } from '../../sql/index.ts'
import { type ForeignKeyFacts, foreignKeysTo } from './foreign-keys.ts'

/** A column's index; of a primary key or a unique constraint it has that one's name. */
export interface IndexFacts {
  readonly name: string
  readonly definition: string
  readonly predicate: string | null
  readonly tablespace: string | null
  readonly comment: string | null
  readonly clustered: boolean
  readonly targets: readonly { readonly position: number; readonly target: number }[]
  readonly constraint: ConstraintOfIndex | null
}

interface ConstraintOfIndex {
  readonly primary: boolean
  readonly deferrable: boolean
  readonly deferred: boolean
  readonly comment: string | null
}

/** A check, or a foreign key of the column. */
export interface ConstraintFacts {
  readonly name: string
  readonly foreign: boolean
  readonly definition: string
  /** `FOREIGN KEY (…) `: the table's own columns, which are left out of what follows. */
  readonly ownColumns: readonly string[]
  readonly validated: boolean
  readonly comment: string | null
}

export interface SequenceFacts {
  readonly schema: string
  readonly name: string
  readonly type: string
  readonly increment: string
  /** As of an identity. */
  readonly options: string
}

/** All that hangs on a column and goes with it to another type. Expressions are as PostgreSQL writes them. */
export interface ColumnFacts {
  readonly relation: number
  readonly attribute: number
  readonly type: string
  readonly notNull: boolean
  /** Since PostgreSQL 18 it is a constraint with a name. */
  readonly notNullName: string | null
  readonly default: string | null
  readonly identity: '' | 'a' | 'd'
  readonly comment: string | null
  readonly statistics: number | null
  readonly options: readonly string[]
  /** What roles were granted on the column alone. */
  readonly grants: readonly Grant[]
  /** Of an identity, or those that the column owns. */
  readonly sequences: readonly SequenceFacts[]
  readonly sequenceGrants: readonly Grant[]
  readonly sequenceComment: string | null
  readonly indexes: readonly IndexFacts[]
  readonly constraints: readonly ConstraintFacts[]
  /** Foreign keys that refer to it. */
  readonly references: readonly ForeignKeyFacts[]
}

export interface Grant {
  /** Null: everybody. */
  readonly role: string | null
  readonly privilege: string
  readonly grantable: boolean
}

/**
 * @param client with nothing but `pg_catalog` in its search path
 * @throws PgwrightError `usage` where there is no such column
 */
export async function columnFacts(client: Client, schema: string, table: string, column: string): Promise<ColumnFacts> {
  const { rows } = await client.query<{ facts: Omit<ColumnFacts, 'references'> }>(query, [
    quoteQualified(schema, table),
    column,
  ])
  const [row] = rows
  if (row !== undefined) return { ...row.facts, references: await foreignKeysTo(client, row.facts.relation, column) }
  throw new PgwrightError(
    'usage',
    `There is no column ${quoteIdentifier(column)} of a table ${quoteQualified(schema, table)} in this database.`,
    'Check the names, and that this is the database that was meant.',
  )
}

/** The same as long as nothing that hangs on the column is another than it was; comments and rights, which copies lack, aside. */
export function fingerprintOf({
  type,
  notNull,
  notNullName,
  default: value,
  identity,
  sequences,
  indexes,
  constraints,
  references,
}: ColumnFacts): string {
  const parts = [
    [type, notNull, notNullName, value, identity],
    sequences.map(({ schema, name, options }) => [schema, name, options]),
    indexes.map(({ name, definition, constraint }) => [
      name,
      definition,
      constraint?.primary,
      constraint?.deferrable,
      constraint?.deferred,
    ]),
    constraints.map(({ name, definition }) => [name, definition]),
    ...(references.length === 0 ? [] : [references.map(termsOf)]),
  ]
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16)
}

function termsOf({ schema, table, name, ownColumns, columns, rest, enforced }: ForeignKeyFacts) {
  // What can be put off is always put off for a while on the way.
  return [schema, table, name, ownColumns, columns, rest.replace(' INITIALLY DEFERRED', ''), enforced]
}

const grantsOf = (acl: string, but: string) =>
  `coalesce((select json_agg(json_build_object('role', case when x.grantee = 0 then null else pg_get_userbyid(x.grantee) end,
     'privilege', lower(x.privilege_type), 'grantable', x.is_grantable) order by x.grantee::regrole::text, x.privilege_type)
   from aclexplode(${acl}) x where x.grantee is distinct from ${but}), '[]')`

const query = `
  select json_build_object(
    'relation', c.oid::int8, 'attribute', a.attnum, 'type', format_type(a.atttypid, a.atttypmod), 'notNull', a.attnotnull,
    'notNullName', (select k.conname from pg_constraint k
      where k.conrelid = c.oid and k.contype = 'n' and a.attnum = any(k.conkey)),
    'default', pg_get_expr(d.adbin, d.adrelid), 'identity', a.attidentity, 'comment', col_description(c.oid, a.attnum),
    'statistics', nullif(a.attstattarget, -1), 'options', coalesce(a.attoptions, '{}'),
    'grants', ${grantsOf('a.attacl', 'null::oid')},
    'sequences', coalesce((select json_agg(json_build_object('schema', n.nspname, 'name', o.relname,
        'type', format_type(s.seqtypid, null), 'increment', s.seqincrement::text,
        'options', ${sequenceOptions}) order by o.oid)
      ${ownSequences()}), '[]'),
    'sequenceGrants', (select ${grantsOf('o.relacl', 'o.relowner')} ${ownSequences()} and a.attidentity <> '' limit 1),
    'sequenceComment', (select obj_description(o.oid, 'pg_class') ${ownSequences()} and a.attidentity <> '' limit 1),
    'indexes', coalesce((select json_agg(json_build_object('name', o.relname, 'definition', pg_get_indexdef(o.oid),
        'predicate', pg_get_expr(i.indpred, i.indrelid), 'tablespace', t.spcname,
        'comment', obj_description(o.oid, 'pg_class'), 'clustered', i.indisclustered,
        'targets', coalesce((select json_agg(json_build_object('position', e.attnum, 'target', e.attstattarget) order by e.attnum)
          from pg_attribute e where e.attrelid = o.oid and e.attstattarget >= 0), '[]'),
        'constraint', (select json_build_object('primary', k.contype = 'p', 'deferrable', k.condeferrable,
            'deferred', k.condeferred, 'comment', obj_description(k.oid, 'pg_constraint'))
          from pg_constraint k where k.conindid = o.oid and k.conrelid = c.oid and k.contype in ('p', 'u'))) order by o.relname)
      from pg_index i join pg_class o on o.oid = i.indexrelid left join pg_tablespace t on t.oid = o.reltablespace
      where i.indrelid = c.oid and (a.attnum = any(i.indkey) or exists (select from pg_depend p
        where p.classid = 'pg_class'::regclass and p.objid = o.oid and p.refclassid = 'pg_class'::regclass
          and p.refobjid = c.oid and p.refobjsubid = a.attnum))), '[]'),
    'constraints', coalesce((select json_agg(json_build_object('name', k.conname, 'foreign', k.contype = 'f',
        'definition', regexp_replace(pg_get_constraintdef(k.oid), ' NOT VALID$', ''), 'validated', k.convalidated,
        'ownColumns', (select json_agg(e.attname order by u.n) from unnest(k.conkey) with ordinality as u (attnum, n)
          join pg_attribute e on e.attrelid = c.oid and e.attnum = u.attnum),
        'comment', obj_description(k.oid, 'pg_constraint')) order by k.conname)
      from pg_constraint k where k.conrelid = c.oid and k.contype in ('c', 'f') and a.attnum = any(k.conkey)), '[]')
  ) as facts
  from pg_attribute a join pg_class c on c.oid = a.attrelid
  left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
  where c.oid = to_regclass($1) and c.relkind in ('r', 'p') and a.attname = $2 and a.attnum > 0 and not a.attisdropped`

function ownSequences(): string {
  return `from pg_depend p join pg_class o on o.oid = p.objid join pg_namespace n on n.oid = o.relnamespace
      join pg_sequence s on s.seqrelid = o.oid
      where p.classid = 'pg_class'::regclass and p.refclassid = 'pg_class'::regclass and p.refobjid = c.oid
        and p.refobjsubid = a.attnum and p.deptype in ('a', 'i')`
}
