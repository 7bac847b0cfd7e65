import { performance } from 'node:perf_hooks'
import type { ClientBase } from 'pg'
import { type Forms, PgwrightError } from '../model/index.ts'
import { fillParameters, parameterNumbers, quoteIdentifier } from '../sql/index.ts'
import { NotRun, statementTimeoutMs } from './not-run.ts'
import type { Rows } from './result.ts'

/** Rows of values that both forms are given: as many as a statement of the workload gets. */
const mostSets = 5

/** What one call of a form is given. */
export interface FormValues {
  /** Of `$1`, `$2`, …, as text. */
  readonly parameters: readonly (string | null)[]
  readonly settings: ReadonlyMap<string, string | null>
}

/** One call of the application: its statements in order, each a round trip. */
export type Form = readonly FormStatement[]

interface FormStatement {
  /** With its parameters numbered without gaps, as PostgreSQL wants them. */
  readonly sql: string
  /** The number that each of them had, among those of the form. */
  readonly numbers: readonly number[]
  readonly times: number | null
}

export interface FormResult {
  readonly elapsedMs: number
  /** Of the last statement. */
  readonly rows: Rows
}

export function formOf(asked: Forms['before']): Form {
  return asked.map(({ sql, times }) => {
    const numbers = parameterNumbers(sql)
    const text = fillParameters(sql, new Map(numbers.map((number, i) => [number, `$${i + 1}`])))
    return { sql: text, numbers, times }
  })
}

/**
 * Draws values with the query that the forms bring along.
 *
 * @throws NotRun where it finds none
 */
export async function drawFormValues(client: ClientBase, { values }: Forms): Promise<FormValues[]> {
  const { rows, fields } = await client.query<(string | null)[]>({
    text: `select * from (${values.replace(/;\s*$/, '')}) as v limit ${mostSets}`,
    rowMode: 'array',
    types: { getTypeParser: () => asText },
  })
  if (rows.length === 0) throw new NotRun('The query for its values finds no row.')
  const isSetting = fields.map(({ name }) => name.includes('.'))
  return rows.map((row) => ({
    parameters: row.filter((_, i) => isSetting[i] === false),
    settings: new Map(fields.flatMap(({ name }, i) => (isSetting[i] === true ? [[name, row[i] ?? null]] : []))),
  }))
}

/** Asks once, as the form's role, in the transaction that is open, and takes back what that wrote. */
export async function ask(
  client: ClientBase,
  form: Form,
  role: string | null,
  values: FormValues,
): Promise<FormResult> {
  await client.query('savepoint asked')
  try {
    await client.query(`set local statement_timeout = ${statementTimeoutMs}`)
    for (const [name, value] of values.settings) {
      await client.query('select pg_catalog.set_config($1, $2, true)', [name, value])
    }
    if (role !== null) await client.query(`set local role ${quoteIdentifier(role)}`)
    return await timedCall(client, form, values)
  } finally {
    await client.query('rollback to savepoint asked').catch(() => {}) // what lost the connection is the error to tell
  }
}

async function timedCall(client: ClientBase, form: Form, { parameters }: FormValues): Promise<FormResult> {
  let rows: Rows = []
  const startedAt = performance.now()
  for (const { sql, numbers, times } of form) {
    for (let time = 1; time <= (times ?? 1); time++) {
      const all = times === null ? parameters : [...parameters, String(time)]
      const values = numbers.map((number) => parameter(all, number))
      const query = { text: sql, values, rowMode: 'array', types: { getTypeParser: () => asText } } as const
      rows = (await client.query<(string | null)[]>(query)).rows
    }
  }
  return { elapsedMs: performance.now() - startedAt, rows }
}

function parameter(all: readonly (string | null)[], number: number): string | null {
  const value = all[number - 1]
  if (value !== undefined) return value
  throw new PgwrightError(
    'bad-file',
    `A change of the plan has a statement with $${number}, and the query for its values gives ${all.length}.`,
    'Give the query a column for each parameter.',
  )
}

/** Values stay as the server wrote them: what JavaScript makes of them takes time, and tells nothing of the server. */
function asText(value: string): string {
  return value
}
