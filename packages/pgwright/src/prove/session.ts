import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ClientBase } from 'pg'
import { sqlState } from '../postgres/index.ts'
import { quoteIdentifier } from '../sql/index.ts'
import { statementTimeoutMs } from './not-run.ts'
import type { Rows } from './result.ts'
import type { TrialStatement } from './trial-statement.ts'
import type { ValueSet } from './values.ts'

/** Names of the indexes, quoted, that are out of the way on one side of a comparison. */
export type Side = readonly string[]

/**
 * Runs `work` in a transaction in which the side's indexes are not there, and takes everything back. Dropping an
 * index in a transaction is instant, and rolling back brings it back as it was; no other way to hide an index is open
 * to a table's owner. It locks the table against everyone (ACCESS EXCLUSIVE) until `work` is done.
 */
export async function onSide<Result>(client: ClientBase, side: Side, work: () => Promise<Result>): Promise<Result> {
  try {
    await beginWithout(client, side)
    return await work()
  } finally {
    // On a lost connection this fails as well, which must not hide why the connection was lost.
    await client.query('rollback').catch(() => {})
  }
}

/** A lock that someone holds too long, or a deadlock with someone's transaction: both pass. */
const passing = new Set(['55P03', '40P01'])
const maxAttempts = 3
const pauseMs = 1000

async function beginWithout(client: ClientBase, side: Side): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await client.query(['begin', ...side.map((index) => `drop index ${index}`)].join('; '))
      return
    } catch (error) {
      if (attempt === maxAttempts || !passing.has(sqlState(error) ?? '')) throw error
      await client.query('rollback')
      await sleep(pauseMs)
    }
  }
}

/** Makes the rest of the transaction read-only, the statement's role's, and short of time. */
export async function enterAs(client: ClientBase, role: string | null): Promise<void> {
  await client.query(
    [
      'set transaction read only',
      `set local statement_timeout = ${statementTimeoutMs}`,
      // The last digits of a floating-point sum depend on the order of its rows.
      'set local extra_float_digits = -4',
      ...(role === null ? [] : [`set local role ${quoteIdentifier(role)}`]),
    ].join('; '),
  )
}

/** Gives policies the settings that they read, for the rest of the transaction. */
export async function giveSettings(client: ClientBase, { settings }: ValueSet): Promise<void> {
  if (settings.size === 0) return
  await client.query(
    `select pg_catalog.set_config(s.name, s.value, true) from unnest($1::text[], $2::text[]) as s (name, value)`,
    [[...settings.keys()], [...settings.values()]],
  )
}

export interface Execution {
  /** As the client saw it, planning and transport of the rows included. */
  readonly elapsedMs: number
  readonly rows: Rows
}

export async function execute(client: ClientBase, { sql }: TrialStatement, values: ValueSet): Promise<Execution> {
  const startedAt = performance.now()
  const { rows } = await client.query<(string | null)[]>({
    text: sql,
    values: [...values.parameters],
    rowMode: 'array',
    types: { getTypeParser: () => asText },
  })
  return { elapsedMs: performance.now() - startedAt, rows }
}

/** Values stay as the server wrote them: what JavaScript makes of them takes time, and tells nothing of the server. */
function asText(value: string): string {
  return value
}

/** `EXPLAIN` with the options given, in JSON. */
export async function explain<Output>(
  client: ClientBase,
  { sql }: TrialStatement,
  values: ValueSet,
  options: string,
): Promise<Output> {
  const { rows } = await client.query<{ 'QUERY PLAN': [Output] }>({
    text: `explain (format json, ${options}) ${sql}`,
    values: [...values.parameters],
  })
  return (rows[0]?.['QUERY PLAN'] ?? [])[0] as Output
}
