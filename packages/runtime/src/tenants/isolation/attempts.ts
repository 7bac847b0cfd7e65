import type { ClientBase } from 'pg'
import type { Relation } from './catalog.ts'
import { quoteName } from './quote.ts'
import type { IsolationFinding } from './report.ts'

/** A row of the second tenant, where the first one must not find it. */
export interface ForeignRow {
  readonly tableoid: string
  readonly ctid: string
  /** All of it. */
  readonly row: unknown
}

export interface TenantPair {
  readonly column: string
  readonly own: string
  readonly other: string
  /** How many rows the first tenant has; null where the table has no column that tells. */
  readonly ownRows: number | null
}

export interface Attempts {
  readonly tried: readonly string[]
  readonly open: readonly IsolationFinding[]
}

interface Outcome {
  readonly rows: number
  /** SQLSTATE. */
  readonly code: string | null
}

/** Rights or a policy. */
const refused = '42501'
/** What PostgreSQL only looks at once the policies have let a row through. */
const afterPolicies = /^23/

/**
 * Tries every verb as the first tenant on a row of the second. `client` is in the first one's transaction, which is to
 * be rolled back; so is each attempt.
 */
export async function attemptAll(
  client: ClientBase,
  relation: Relation,
  foreign: ForeignRow,
  { column, own, other, ownRows }: TenantPair,
): Promise<Attempts> {
  const tried: string[] = []
  const open: IsolationFinding[] = []
  const { sql, name, updatable } = relation
  const found = (why: string) => open.push({ object: name, why })
  const can = (privilege: string) => relation.privileges.includes(privilege)
  const attempt = async (verb: string, text: string, values: readonly unknown[] = []): Promise<Outcome> => {
    tried.push(verb)
    return outcomeOf(client, text, values)
  }
  const place = 'tableoid = $1::oid and ctid = $2::tid'
  const at = [foreign.tableoid, foreign.ctid]
  const reaching = async (
    verb: string,
    text: string,
    values: readonly unknown[] = at,
    what = 'another tenant’s row',
  ) => {
    const { rows, code } = await attempt(verb, text, values)
    if (rows > 0) found(`${verb} reaches ${what}`)
    else if (code !== null && code !== refused) found(`${verb} could not be tried: it failed with ${code}`)
  }
  if (can('SELECT')) {
    if (!relation.columnRights) await reaching('select', `select from ${sql} where ${place}`)
    if (relation.hasTenantColumn) {
      const text = `select from ${sql} where ${quoteName(column)}::text is distinct from $1 limit 1`
      await reaching('select by column', text, [own])
    }
    const { rows: seen } = await outcomeOf(client, `select from ${sql}`)
    const copied = await attempt('copy to', `copy ${sql} to stdout`)
    if (copied.rows > seen) found('copy to shows more rows than select')
  }
  if (can('UPDATE') && updatable !== null) {
    await reaching('update', `update ${sql} set ${updatable} = ${updatable} where ${place} returning 1`)
    if (relation.hasTenantColumn) {
      const away = `update ${sql} set ${quoteName(column)} = $1 where ${quoteName(column)}::text = $2`
      const { rows, code } = await attempt('update of the tenant', away, [other, own])
      if (rows > 0 || (code !== null && afterPolicies.test(code))) found('update gives a row to another tenant')
    }
  }
  // A statement that reads no column asks only the policies for its own verb, so it may reach more than it could select.
  if (can('UPDATE') && ownRows !== null) {
    const set = `update ${sql} set ${quoteName(column)} = $1`
    const taken = await attempt('update without where', set, [own])
    if (taken.rows > ownRows) found('update without where reaches another tenant’s row')
    const given = await attempt('update without where', set, [other])
    if (given.rows > 0 || (given.code !== null && afterPolicies.test(given.code)))
      found('update without where gives a row to another tenant')
  }
  if (can('DELETE') && ownRows !== null) {
    const { rows } = await attempt('delete without where', `delete from ${sql}`)
    if (rows > ownRows) found('delete without where reaches another tenant’s row')
  }
  if (can('DELETE')) {
    // A row that others refer to is told of only once the policies have let it be found.
    const { rows, code } = await attempt('delete', `delete from ${sql} where ${place} returning 1`, at)
    if (rows > 0 || (code !== null && afterPolicies.test(code))) found('delete reaches another tenant’s row')
    else if (code !== null && code !== refused) found(`delete could not be tried: it failed with ${code}`)
  }
  if (can('INSERT') && relation.columns.length > 0) {
    const list = relation.columns.join(', ')
    const values = relation.columns.map((each) => `(jsonb_populate_record(null::${sql}, $1::jsonb)).${each}`).join(', ')
    const insert = `insert into ${sql} (${list}) overriding system value select ${values}`
    const row = JSON.stringify(foreign.row)
    for (const verb of ['insert', 'insert … returning']) {
      const { rows, code } = await attempt(verb, verb === 'insert' ? insert : `${insert} returning 1`, [row])
      if (rows > 0 || (code !== null && afterPolicies.test(code))) found(`${verb} puts in a row of another tenant`)
      else if (code !== refused) found(`${verb} could not be tried: it failed with ${code}`)
    }
    for (const unique of relation.hasTenantColumn && updatable !== null && can('UPDATE') ? relation.uniques : []) {
      const mine = JSON.stringify({ ...(foreign.row as object), [column]: own })
      const update = `on conflict (${unique.join(', ')}) do update set ${updatable} = excluded.${updatable} returning 1`
      const { rows } = await attempt('insert … on conflict', `${insert} ${update}`, [mine])
      if (rows > 0) found('insert … on conflict changes another tenant’s row')
    }
    const { code } = await attempt('copy from', `copy ${sql} from stdin`)
    // The driver itself gives up once the server asks for rows.
    if (code === '57014') found('copy from takes rows without any policy')
  }
  return { tried, open }
}

export async function outcomeOf(client: ClientBase, text: string, values: readonly unknown[] = []): Promise<Outcome> {
  await client.query('savepoint attempt')
  try {
    const { rowCount } = await (values.length === 0 ? client.query(text) : client.query(text, [...values]))
    return { rows: rowCount ?? 0, code: null }
  } catch (error) {
    return { rows: 0, code: error instanceof Error && 'code' in error ? String(error.code) : 'no answer' }
  } finally {
    await client.query('rollback to savepoint attempt')
  }
}
