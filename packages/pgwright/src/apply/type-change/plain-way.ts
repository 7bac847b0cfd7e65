import type { Client } from 'pg'
import type { Snapshot } from '../../model/index.ts'
import { openEffects } from '../../rehearse/index.ts'
import { quoteIdentifier, quoteLiteral, quoteQualified } from '../../sql/index.ts'
import { EmptyCopy, type TwinServer } from '../../twin/index.ts'
import type { Conversion } from './conversion.ts'

/** A change of type that PostgreSQL makes in the catalog alone. */
export interface PlainWay {
  /** In order, all in one session. */
  readonly statements: readonly string[]
  /** Why it will do, and what it keeps others from. */
  readonly reason: string
}

/** Of the empty copy that it is done on. */
export interface CopyOptions {
  readonly signal?: AbortSignal
  /** A running server of the target's major, which outlives it; else one is started. */
  readonly server?: TwinServer
}

/**
 * The plain statement, where it neither writes nor reads a row: a longer `varchar`, `varchar` to `text`, a finer
 * `numeric`. Null for any other, and where PostgreSQL would refuse it.
 *
 * @param client of the target, not in a transaction
 * @param snapshot of the same database
 * @throws PgwrightError `unsupported` where it looks like one, and no server can be started to see what hangs on it
 */
export async function plainWay(
  client: Client,
  snapshot: Snapshot,
  change: Conversion & { readonly type: string },
  options: CopyOptions = {},
): Promise<PlainWay | null> {
  if (await isRewritten(client, change)) return null
  const sql = alterSql(quoteQualified(change.schema, change.table), change)
  const copy = await EmptyCopy.open(snapshot, options)
  try {
    const worker = await copy.connect()
    const effects = await openEffects(copy.owner, worker)
    await worker.query('begin')
    await effects.before()
    // What refuses it, a view for instance, is in the way of any other form too.
    const done = await worker.query(sql).catch(() => null)
    if (done === null) return null
    const { rewrites, scans, locks } = await effects.after()
    // Of what the copy lacks nobody knows; a check that it lacks would be looked at in every row.
    const lacking = copy.gaps.some(({ object }) => object.includes(change.table))
    if (lacking || rewrites.length + scans.length > 0) return null
    const zone = await timeZone(client, change)
    return {
      statements: [`set lock_timeout = '2s'`, ...(zone === null ? [] : [`set timezone = ${quoteLiteral(zone)}`]), sql],
      reason: reasonOf(change, [...new Set(locks.map(({ relation }) => relation))], zone),
    }
  } finally {
    await copy.close()
  }
}

/** Of the column alone, on an empty temporary copy: nothing of the target is touched, and no server is started. */
async function isRewritten(client: Client, change: Conversion & { readonly type: string }): Promise<boolean> {
  const copy = `pg_temp.${quoteIdentifier(change.table)}`
  const fileNode = async () => {
    const { rows } = await client.query<{ node: string }>(
      'select pg_relation_filenode(to_regclass($1))::text as node',
      [copy],
    )
    return rows[0]?.node
  }
  try {
    await client.query(`begin; set local search_path = pg_catalog;
      create temporary table ${quoteIdentifier(change.table)} (like ${quoteQualified(change.schema, change.table)})`)
    const before = await fileNode()
    const altered = await client.query(alterSql(copy, change)).catch(() => null)
    return altered === null || (await fileNode()) !== before
  } finally {
    await client.query('rollback').catch(() => {})
  }
}

/**
 * The session's time zone, where what comes of the change depends on it: between the two types of times nothing is
 * written only where that is always the same as UTC. Null elsewhere.
 */
async function timeZone(client: Client, { schema, table, column }: Conversion): Promise<string | null> {
  const { rows } = await client.query<{ zone: string }>(
    `select current_setting('TimeZone') as zone from pg_catalog.pg_attribute
     where attrelid = pg_catalog.to_regclass($1) and attname = $2 and atttypid in ('timestamp'::regtype, 'timestamptz'::regtype)`,
    [quoteQualified(schema, table), column],
  )
  return rows[0]?.zone ?? null
}

function reasonOf(
  { column, type }: Conversion & { readonly type: string },
  relations: readonly string[],
  zone: string | null,
): string {
  return [
    `${quoteIdentifier(column)} gets the type ${type} in the plain way, which writes and reads no row.`,
    `It locks ${relations.join(', ')} for a moment, and whoever comes while it waits for that waits too: so run it with a short lock_timeout, and again where that runs out.`,
    ...(zone === null
      ? []
      : [`That is so in the time zone ${zone}, as whose the times are taken: in another every row is written.`]),
    'The way back is another matter, which can write every row.',
  ].join(' ')
}

function alterSql(relation: string, { column, type, using }: Conversion & { readonly type: string }): string {
  return `alter table ${relation} alter column ${quoteIdentifier(column)} type ${type}${using === null ? '' : ` using ${using}`}`
}
