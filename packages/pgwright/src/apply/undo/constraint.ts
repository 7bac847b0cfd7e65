import type { Client } from 'pg'
import type { DatabaseObject, Step } from '../../model/index.ts'
import { quoteIdentifier, quoteLiteral, quoteQualified } from '../../sql/index.ts'
import { rebuildSteps } from '../capture.ts'
import { exactly, makingAgain, tried } from './made-again.ts'

interface Captured {
  readonly kind: 'c' | 'f' | 'p' | 'u'
  /** With `NOT VALID`, where it was that. */
  readonly definition: string
  readonly validated: boolean
  readonly comment: string | null
  /** Of a key, its index. */
  readonly index: string | null
  readonly deferrable: boolean
  readonly deferred: boolean
  readonly replicaIdentity: boolean
}

/**
 * A check or a foreign key comes back NOT VALID and is validated then, a key with an index that is built concurrently. An
 * exclusion constraint takes no index that is there already, so that it could not be brought back without locking
 * everyone out; nor could the keys of a partitioned table, or its foreign keys.
 */
export async function undoConstraintDrop(client: Client, object: DatabaseObject): Promise<Step[]> {
  const [schema = '', table = '', name = ''] = object.names
  const { rows } = await client.query<Captured>(constraint, [quoteQualified(schema, table), name])
  const [captured] = rows
  if (captured === undefined) return []
  return captured.index === null
    ? undoCheckedDrop(client, object, captured)
    : undoKeyDrop(client, object, captured, captured.index)
}

async function undoCheckedDrop(client: Client, object: DatabaseObject, captured: Captured): Promise<Step[]> {
  const { kind, validated, comment } = captured
  const definition = captured.definition.replace(/ NOT VALID$/, '')
  const [schema = '', table = '', constraint = ''] = object.names
  const relation = quoteQualified(schema, table)
  const exact =
    kind === 'c' ? await exactCheck(client, relation, table, definition) : { text: definition, isExact: true }
  // What was not valid, or is not enforced, says so itself.
  const rest = captured.definition.slice(definition.length) + (validated ? ' NOT VALID' : '')
  const named = quoteIdentifier(constraint)
  const again = makingAgain(
    object,
    [
      `alter table ${relation} add constraint ${named} ${exact.text}${rest}`,
      ...commentOn(relation, constraint, comment),
    ],
    exact.isExact ? definition : null,
    [{ relation, mode: kind === 'c' ? 'AccessExclusiveLock' : 'ShareRowExclusiveLock' }],
  )
  if (!validated) return [again]
  const validate: Step = {
    sql: `alter table ${relation} validate constraint ${named}`,
    ensure: { kind: 'constraint-valid', schema, table, constraint },
    locks: [{ relation, mode: 'ShareUpdateExclusiveLock' }],
    transactional: true,
  }
  return [again, validate]
}

/** A check that takes the table's row type can't be tried on a copy of it; as it is printed it will do. */
async function exactCheck(client: Client, relation: string, table: string, definition: string) {
  const exact = await exactly(client, definition, definition, async (text) => {
    await client.query(`create temporary table ${quoteIdentifier(table)} (like ${relation})`)
    const copy = `pg_temp.${quoteIdentifier(table)}`
    await client.query(`alter table ${copy} add constraint ${tried} ${text}`)
    const { rows } = await client.query<{ definition: string }>(
      `select pg_catalog.pg_get_constraintdef(oid) as definition from pg_catalog.pg_constraint
       where conrelid = pg_catalog.to_regclass($1) and conname = $2`,
      [copy, tried],
    )
    return rows[0]?.definition
  })
  return exact ?? { text: definition, isExact: false }
}

async function undoKeyDrop(
  client: Client,
  object: DatabaseObject,
  { kind, definition, comment, deferrable, deferred, replicaIdentity }: Captured,
  index: string,
): Promise<Step[]> {
  const [schema = '', table = '', name = ''] = object.names
  const relation = quoteQualified(schema, table)
  const [key, using] = [kind === 'p' ? 'primary key' : 'unique', quoteIdentifier(index)]
  const when = `${deferrable ? ' deferrable' : ''}${deferred ? ' initially deferred' : ''}`
  const again = makingAgain(
    object,
    [
      `alter table ${relation} add constraint ${quoteIdentifier(name)} ${key} using index ${using}${when}`,
      ...commentOn(relation, name, comment),
      ...(replicaIdentity ? [`alter table ${relation} replica identity using index ${using}`] : []),
    ],
    definition,
    [{ relation, mode: 'AccessExclusiveLock' }],
  )
  return [...(await rebuildSteps(client, { schema, table, index })), again]
}

function commentOn(relation: string, constraint: string, comment: string | null): string[] {
  const on = `comment on constraint ${quoteIdentifier(constraint)} on ${relation} is`
  return comment === null ? [] : [`${on} ${quoteLiteral(comment)}`]
}

/** Triggers of a foreign key that someone has disabled would fire again. */
const constraint = `
  select k.contype as kind, pg_catalog.pg_get_constraintdef(k.oid) as definition, k.convalidated as validated,
    pg_catalog.obj_description(k.oid, 'pg_constraint') as comment, i.relname as index, k.condeferrable as deferrable,
    k.condeferred as deferred, coalesce(x.indisreplident, false) as "replicaIdentity"
  from pg_catalog.pg_constraint k
  join pg_catalog.pg_class t on t.oid = k.conrelid
  left join pg_catalog.pg_class i on i.oid = k.conindid and k.contype in ('p', 'u')
  left join pg_catalog.pg_index x on x.indexrelid = i.oid
  left join pg_catalog.pg_am m on m.oid = i.relam
  where k.conrelid = pg_catalog.to_regclass($1::text) and k.conname = $2 and k.conparentid = 0 and k.coninhcount = 0
    and (k.contype = 'c' or t.relkind = 'r' and k.contype = 'f' or t.relkind = 'r' and m.amname = 'btree' and x.indisvalid)
    and not exists (select from pg_catalog.pg_trigger g where g.tgconstraint = k.oid and g.tgenabled <> 'O')`
