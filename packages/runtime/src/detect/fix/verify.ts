import type { ClientBase, Pool } from 'pg'
import { RuntimeError } from '../../error.ts'
import { allow, type Statement } from '../../events/index.ts'
import { tokensOf } from '../../shapes/index.ts'
import type { RuntimeFinding } from '../finding.ts'
import type { Batched } from './batched.ts'
import { callsReason, settingsReason } from './session-needs.ts'

export interface Verification {
  /**
   * Whether the fix gives the same rows for every key, as often and, where the statement orders them, in that order; null
   * where that is undecided.
   */
  readonly same: boolean | null
  /** Why not, or why it is undecided; null where it is. */
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
 * the rows of each key. Where the session that asked had settings of its own, as a tenant's, or the statement may look at
 * such, nothing is claimed.
 *
 * @param pool of the role that the application has, on its database
 * @throws RuntimeError `usage` of a finding without a fix
 */
export async function verifyFix(
  pool: Pick<Pool, 'connect'>,
  { fix, statements, provenance }: RuntimeFinding,
): Promise<Verification> {
  if (fix === null) {
    throw new RuntimeError('usage', 'The finding has no fix to verify.', 'Only an N+1 whose values are parameters has.')
  }
  const reason = settingsReason(statements)
  if (reason !== null) return notVerified(reason)
  try {
    return await allow('a fix is verified', () =>
      inSnapshot(pool, (client) => compare(client, fix, statements, provenance)),
    )
  } catch (error) {
    return notVerified(errorReason(error as Error))
  }
}

/** A server's message may have a value in it. */
function errorReason(error: Error): string {
  return 'severity' in error && 'code' in error ? `the server refused it, with SQLSTATE ${error.code}` : error.message
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

/** Undecided, for a reason. */
export function notVerified(reason: string): Verification {
  return { same: null, reason, keys: 0, before: nothing, after: nothing }
}

async function compare(
  client: ClientBase,
  fix: Batched,
  questions: readonly Statement[],
  provenance: RuntimeFinding['provenance'],
): Promise<Verification> {
  const places = provenance.map(({ slot }) => (slot.parameter ?? 1) - 1)
  const one = (value: unknown) => (Array.isArray(value) ? value[0] : value)
  const keysOf = ({ values }: Statement) => places.map((place) => one(values[place]))
  // What the server writes for them depends on its settings, and could not be told from another key.
  if (questions.some((statement) => keysOf(statement).some((key) => typeof key === 'object' && key !== null)))
    return notVerified('its keys are dates or other values that have no one text')
  const values: unknown[] = [...(questions[0]?.values ?? [])]
  places.forEach((place, at) => {
    values[place] = questions.map((statement) => keysOf(statement)[at])
  })
  const [first] = questions
  const calls =
    (await callsReason(client, fix.sql, values)) ??
    (first === undefined ? null : await callsReason(client, first.text, first.values))
  if (calls !== null) return notVerified(calls)
  const answers = new Map<string, Row[]>()
  const startedAt = performance.now()
  for (const statement of questions) {
    answers.set(keyText(keysOf(statement).map(textOf)), await rowsOf(client, statement.text, statement.values))
  }
  const before = { roundTrips: questions.length, ms: performance.now() - startedAt }
  const seen = questions.some(({ rows, rowCount }) => (rows?.length ?? rowCount ?? 0) > 0)
  if (seen && [...answers.values()].every((rows) => rows.length === 0))
    return notVerified(
      'of the rows that the program saw, its own session sees none: they are gone, or its rights are others',
    )
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
