import type { ClientBase, Pool } from 'pg'
import { RuntimeError } from '../../error.ts'
import { allow, type Statement } from '../../events/index.ts'
import { tokensOf } from '../../shapes/index.ts'
import type { RuntimeFinding } from '../finding.ts'
import { questionOf } from '../slot-values.ts'
import type { Batched } from './batched.ts'

export interface Verification {
  /** Whether the fix gives the same rows for every key, as often and, where the statement orders them, in that order. */
  readonly same: boolean
  /** Why not, or why it was not tried; null where it is. */
  readonly reason: string | null
  readonly keys: number
  readonly before: Cost
  readonly after: Cost
}

interface Cost {
  readonly roundTrips: number
  /** As seen from here, one after the other. */
  readonly ms: number
}

type Row = readonly (string | null)[]

/** Values as the server writes them, so that nothing is lost on the way. */
const asText = { getTypeParser: () => (value: string) => value }
const nothing: Cost = { roundTrips: 0, ms: 0 }

/**
 * Runs what was repeated, for each value that it was repeated with, and the fix, in one read-only snapshot, and compares
 * the rows of each key.
 *
 * @param pool of a role that may read what the application reads
 * @throws RuntimeError `usage` of a finding without a fix
 */
export async function verifyFix(
  pool: Pick<Pool, 'connect'>,
  { fix, statements, provenance }: RuntimeFinding,
): Promise<Verification> {
  if (fix === null) {
    throw new RuntimeError('usage', 'The finding has no fix to verify.', 'Only an N+1 whose values are parameters has.')
  }
  try {
    return await allow('a fix is verified', () =>
      inSnapshot(pool, (client) => compare(client, fix, statements, provenance)),
    )
  } catch (error) {
    return notVerified((error as Error).message)
  }
}

async function inSnapshot<Result>(pool: Pick<Pool, 'connect'>, work: (client: ClientBase) => Promise<Result>) {
  const client = await pool.connect()
  try {
    await client.query(`begin isolation level repeatable read read only; set local statement_timeout = '30s'`)
    return await work(client)
  } finally {
    await client.query('rollback').catch(() => {})
    client.release()
  }
}

/** For a reason that stands in no comparison. */
export function notVerified(reason: string): Verification {
  return { same: false, reason, keys: 0, before: nothing, after: nothing }
}

async function compare(
  client: ClientBase,
  fix: Batched,
  statements: readonly Statement[],
  provenance: RuntimeFinding['provenance'],
): Promise<Verification> {
  const volatile = await volatileCalls(client, fix.sql)
  if (volatile.length > 0) return notVerified(`it calls ${volatile.join(', ')}, which may do another thing each time`)
  const questions = [...new Map(statements.map((one) => [questionOf(one), one])).values()]
  const places = provenance.map(({ slot }) => (slot.parameter ?? 1) - 1)
  const one = (value: unknown) => (Array.isArray(value) ? value[0] : value)
  const keysOf = ({ values }: Statement) => places.map((place) => one(values[place]))
  // What the server writes for them depends on its settings, and could not be told from another key.
  if (questions.some((statement) => keysOf(statement).some((key) => typeof key === 'object' && key !== null)))
    return notVerified('its keys are dates or other values that have no one text')
  const answers = new Map<string, Row[]>()
  const startedAt = performance.now()
  for (const statement of questions) {
    answers.set(keyText(keysOf(statement).map(textOf)), await rowsOf(client, statement.text, statement.values))
  }
  const before = { roundTrips: questions.length, ms: performance.now() - startedAt }
  const values: unknown[] = [...(questions[0]?.values ?? [])]
  places.forEach((place, at) => {
    values[place] = questions.map((statement) => keysOf(statement)[at])
  })
  const batchAt = performance.now()
  const { rows, columns } = await answerOf(client, fix.sql, values)
  const after = { roundTrips: 1, ms: performance.now() - batchAt }
  const ordered = tokensOf(questions[0]?.text ?? '').some(({ kind, text }) => kind === 'word' && text === 'order')
  const groups = groupsOf(rows, columns, fix)
  const wrong = [...answers].filter(([key, own]) => !areEqual(own, groups.get(key) ?? [], ordered))
  const strange = [...groups.keys()].filter((key) => !answers.has(key))
  const same = wrong.length === 0 && strange.length === 0
  const reason = same ? null : `of ${answers.size} keys, ${wrong.length + strange.length} have other rows`
  return { same, reason, keys: answers.size, before, after }
}

function groupsOf(rows: readonly Row[], columns: readonly string[], { keysBefore, keyColumn }: Batched) {
  const place = keyColumn === null ? -1 : columns.indexOf(keyColumn)
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const key = keyText(keyColumn === null ? row.slice(0, keysBefore) : [row[place] ?? null])
    groups.set(key, [...(groups.get(key) ?? []), row.slice(keysBefore)])
  }
  return groups
}

function areEqual(own: readonly Row[], other: readonly Row[], ordered: boolean): boolean {
  const [a, b] = [own, other].map((rows) => {
    const texts = rows.map((row) => JSON.stringify(row))
    return JSON.stringify(ordered ? texts : texts.sort())
  })
  return a === b
}

function keyText(keys: readonly (string | null)[]): string {
  return JSON.stringify(keys)
}

function textOf(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value)
}

async function answerOf(client: ClientBase, text: string, values: readonly unknown[]) {
  const { rows, fields } = await client.query<(string | null)[]>({
    text,
    values: [...values],
    rowMode: 'array',
    types: asText,
  } as never)
  return { rows, columns: fields.map(({ name }) => name) }
}

async function rowsOf(client: ClientBase, text: string, values: readonly unknown[]): Promise<Row[]> {
  return (await answerOf(client, text, values)).rows
}

/** Functions by the names that are called; of one name there may be several, of which one is enough. */
async function volatileCalls(client: ClientBase, text: string): Promise<string[]> {
  const tokens = tokensOf(text)
  const names = tokens.filter(({ kind }, at) => (kind === 'word' || kind === 'quoted') && tokens[at + 1]?.text === '(')
  const { rows } = await client.query<{ name: string }>(
    `select distinct proname as name from pg_catalog.pg_proc where proname = any($1) and provolatile = 'v'`,
    [names.map((token) => token.text)],
  )
  return rows.map(({ name }) => name)
}
