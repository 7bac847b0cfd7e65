import { performance } from 'node:perf_hooks'
import type { ClientBase } from 'pg'
import { type Change, PgwrightError } from '../model/index.ts'
import { quoteIdentifier, quoteQualified } from '../sql/index.ts'
import { NotRun, notRun } from './not-run.ts'
import { onSide } from './session.ts'

/** The index that a change is about, as it stands on the target while a trial runs. */
export interface TrialIndex {
  readonly change: Change
  /** Quoted, qualified. */
  readonly name: string
  readonly table: string
  readonly sizeBytes: number
  readonly buildMs: number
  /** Every column that it depends on, those of its expressions and its condition included. */
  readonly columns: ReadonlySet<string>
}

const prefix = 'pgwright_trial_'

/** Builds what the plan creates and finds what it drops, for each change or why it can't be tried. */
export async function makeTrialIndex(client: ClientBase, change: Change): Promise<TrialIndex | NotRun> {
  const table = quoteQualified(change.schema, change.table)
  try {
    const own = await findIndex(client, change)
    // What another object rests on can't be dropped, which shows here and not amid a measurement.
    if (own !== null) await onSide(client, [own.name], async () => {})
    if (own !== null) return { change, table, buildMs: 0, ...own }
    if (change.kind === 'drop-index') return new NotRun('The index is not there.')
    const name = quoteQualified(change.schema, `${prefix}${change.id}`)
    const startedAt = performance.now()
    await client.query(trialDefinition(change))
    const buildMs = performance.now() - startedAt
    return { change, table, buildMs, ...(await describeIndex(client, name)) }
  } catch (error) {
    if (error instanceof PgwrightError) throw error
    return notRun(error)
  }
}

/** Drops what this trial built, and what one before it left behind when it was killed. */
export async function dropTrialIndexes(client: ClientBase): Promise<void> {
  const { rows } = await client.query<{ schema: string; name: string }>(
    `select n.nspname as schema, c.relname as name
     from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'i' and pg_catalog.starts_with(c.relname, $1) order by 1, 2`,
    [prefix],
  )
  for (const { schema, name } of rows) await client.query(`drop index if exists ${quoteQualified(schema, name)}`)
}

/** The change's index where the target has it already: one to drop, or one of a plan that was applied here. */
async function findIndex(client: ClientBase, change: Change): Promise<Described | null> {
  for (const { ensure } of change.steps) {
    if (ensure.kind !== 'index-present' && ensure.kind !== 'index-absent') continue
    const name = quoteQualified(ensure.schema, ensure.index)
    const { rows } = await client.query(
      `select 1 from pg_catalog.pg_index where indexrelid = pg_catalog.to_regclass($1) and indisvalid`,
      [name],
    )
    if (rows.length > 0) return describeIndex(client, name)
  }
  return null
}

type Described = Pick<TrialIndex, 'name' | 'sizeBytes' | 'columns'>

async function describeIndex(client: ClientBase, name: string): Promise<Described> {
  const { rows } = await client.query<{ size: number; columns: string[] }>(
    `select pg_catalog.pg_relation_size(i.indexrelid)::float8 as size,
       array(select a.attname::text from pg_catalog.pg_depend d
         join pg_catalog.pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
         where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = i.indexrelid
           and d.refobjid = i.indrelid and d.refobjsubid > 0 order by 1) as columns
     from pg_catalog.pg_index i where i.indexrelid = pg_catalog.to_regclass($1)`,
    [name],
  )
  return { name, sizeBytes: rows[0]?.size ?? 0, columns: new Set(rows[0]?.columns) }
}

/** Not concurrently: nobody waits for a copy's tables, and a plain build can't leave an invalid index behind. */
function trialDefinition({ id, steps, sql }: Change): string {
  const step = steps.find(({ ensure }) => ensure.kind === 'index-present')
  const match = createIndex.exec(step?.sql ?? sql)
  if (match === null || step === undefined) {
    throw new PgwrightError(
      'bad-file',
      `The change ${id} of the plan has no CREATE INDEX that can be read.`,
      'Make the plan again with "pgwright advise".',
    )
  }
  const [start, unique = ''] = match
  return `create ${unique}index ${quoteIdentifier(prefix + id)} on ${step.sql.slice(start.length)}`
}

const createIndex =
  /^\s*create\s+(unique\s+)?index\s+(?:concurrently\s+)?(?:if\s+not\s+exists\s+)?(?:"(?:[^"]|"")+"|[^\s"]+)\s+on\s+/i
