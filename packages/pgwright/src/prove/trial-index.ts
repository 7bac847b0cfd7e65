import { performance } from 'node:perf_hooks'
import type { ClientBase } from 'pg'
import { type Change, PgwrightError } from '../model/index.ts'
import { quoteIdentifier, quoteQualified } from '../sql/index.ts'
import { NotRun, notRun } from './not-run.ts'
import { onSide } from './session.ts'

/** The index that a change is about, as it stands on the target while a trial runs. */
export interface TrialIndex {
  readonly change: Change
  /** Quoted, qualified: of a partitioned table's index its parts, for those are what plans read. */
  readonly names: readonly string[]
  /** Quoted, qualified: the tables that it is of, partitions among them. */
  readonly tables: ReadonlySet<string>
  readonly sizeBytes: number
  readonly buildMs: number
  /** Every column that it depends on, those of its expressions and its condition included. */
  readonly columns: ReadonlySet<string>
}

const prefix = 'pgwright_trial_'

/** Builds what the plan creates and finds what it drops, for each change or why it can't be tried. */
export async function makeTrialIndex(client: ClientBase, change: Change): Promise<TrialIndex | NotRun> {
  const tables = tablesOf(change)
  try {
    const own = await findIndex(client, change)
    // What another object rests on can't be dropped, which shows here and not amid a measurement.
    if (own !== null) await onSide(client, own.names, async () => {})
    if (own !== null) return { change, tables, buildMs: 0, ...own }
    if (change.kind === 'drop-index') return new NotRun('The index is not there.')
    if (await isOnWhole(client, change)) {
      return new NotRun('It is on a partitioned table at once, and not by its partitions.')
    }
    const built = trialDefinitions(change)
    const startedAt = performance.now()
    for (const { sql } of built) await client.query(sql)
    const buildMs = performance.now() - startedAt
    const names = built.map(({ name }) => name)
    return { change, tables, buildMs, ...(await describeIndexes(client, names)) }
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

/**
 * Whether an index is to be built on a partitioned table itself. It would take over what partitions have already, and
 * dropping it would drop those too.
 */
async function isOnWhole(client: ClientBase, { steps }: Change): Promise<boolean> {
  const tables = steps.flatMap(({ ensure }) =>
    ensure.kind === 'index-present' ? [quoteQualified(ensure.schema, ensure.table)] : [],
  )
  const { rows } = await client.query(
    `select from pg_catalog.pg_class c where c.relkind = 'p' and c.oid in (select pg_catalog.to_regclass(t) from unnest($1::text[]) t)`,
    [tables],
  )
  return rows.length > 0
}

/** The change's index where the target has it already: one to drop, or one of a plan that was applied here. */
async function findIndex(client: ClientBase, change: Change): Promise<Described | null> {
  const ensures = change.steps.map(({ ensure }) => ensure)
  // Of a partitioned table's index only the whole tells: a part alone may have been there before.
  const [whole] = ensures.filter(({ kind }) => kind === 'partitioned-index-present')
  for (const ensure of whole === undefined ? ensures : [whole]) {
    if (!indexKinds.has(ensure.kind) || !('index' in ensure)) continue
    const name = quoteQualified(ensure.schema, ensure.index)
    const { rows } = await client.query(
      `select 1 from pg_catalog.pg_index where indexrelid = pg_catalog.to_regclass($1) and indisvalid`,
      [name],
    )
    if (rows.length > 0) return describeIndexes(client, [name])
  }
  return null
}

const indexKinds: ReadonlySet<string> = new Set(['index-present', 'index-absent', 'partitioned-index-present'])

function tablesOf({ schema, table, steps }: Change): Set<string> {
  const named = steps.flatMap(({ ensure }) => ('table' in ensure ? [quoteQualified(ensure.schema, ensure.table)] : []))
  return new Set([quoteQualified(schema, table), ...named])
}

type Described = Pick<TrialIndex, 'names' | 'sizeBytes' | 'columns'>

async function describeIndexes(client: ClientBase, names: readonly string[]): Promise<Described> {
  const { rows } = await client.query<{ size: number; columns: string[] }>(
    `select (pg_catalog.pg_relation_size(i.indexrelid)
         + coalesce((select sum(pg_catalog.pg_relation_size(p.relid))
           from pg_catalog.pg_partition_tree(i.indexrelid) p where p.relid <> i.indexrelid), 0))::float8 as size,
       array(select a.attname::text from pg_catalog.pg_depend d
         join pg_catalog.pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
         where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = i.indexrelid
           and d.refobjid = i.indrelid and d.refobjsubid > 0 order by 1) as columns
     from pg_catalog.pg_index i where i.indexrelid in (select pg_catalog.to_regclass(name) from unnest($1::text[]) as name)`,
    [names],
  )
  const sizeBytes = rows.reduce((sum, { size }) => sum + size, 0)
  return { names, sizeBytes, columns: new Set(rows.flatMap(({ columns }) => columns)) }
}

/** Not concurrently: nobody waits for a copy's tables, and a plain build can't leave an invalid index behind. */
function trialDefinitions({ id, schema, steps, sql }: Change): { name: string; sql: string }[] {
  const builds = steps.flatMap(({ sql, ensure }) => (ensure.kind === 'index-present' ? [{ sql, ensure }] : []))
  // Parts are not attached: with what they belong to, what a partition had already would be dropped.
  return builds.length > 1 || steps.some(({ ensure }) => ensure.kind === 'partitioned-index-present')
    ? builds.map(({ sql, ensure }, i) => trialDefinition(id, ensure.schema, `${prefix}${id}_${i + 1}`, sql))
    : [trialDefinition(id, schema, `${prefix}${id}`, builds[0]?.sql ?? sql)]
}

function trialDefinition(id: string, schema: string, index: string, build: string): { name: string; sql: string } {
  const match = createIndex.exec(build)
  if (match === null) {
    throw new PgwrightError(
      'bad-file',
      `The change ${id} of the plan has no CREATE INDEX that can be read.`,
      'Make the plan again with "pgwright advise".',
    )
  }
  const [start, unique = ''] = match
  const sql = `create ${unique}index ${quoteIdentifier(index)} on ${build.slice(start.length)}`
  return { name: quoteQualified(schema, index), sql }
}

const createIndex =
  /^\s*create\s+(unique\s+)?index\s+(?:concurrently\s+)?(?:if\s+not\s+exists\s+)?(?:"(?:[^"]|"")+"|[^\s"]+)\s+on\s+/i
