import type { ClientBase } from 'pg'
import type { Gap, Snapshot } from '../../model/index.ts'
import { quoteQualified } from '../../sql/index.ts'
import type { Sessions } from '../sessions.ts'
import { combinationsOf } from './combinations.ts'
import { dependencyBytes, distinctBytes } from './extended-bytes.ts'
import { type ExtendedEntry, type ExtendedObject, extendedObjects } from './extended-objects.ts'
import { readValueTypes } from './value-types.ts'
import { type StatisticRow, writeStatisticRows } from './write-rows.ts'

interface DataRow {
  readonly oid: number
  readonly inherited: boolean
  /** Hexadecimal digits of what each kind is serialized as. */
  readonly distinct: string | null
  readonly dependencies: string | null
  readonly combinations: string | null
  /** How many expressions; null where their statistics are not there. */
  readonly expressions: number | null
}

/**
 * Sets what `ANALYZE` would have found for extended statistics. There is no function for that: the bytes are made here,
 * never taken from the snapshot, because the server trusts them. Whatever of it can't be taken over is a gap.
 */
export async function restoreExtendedStatistics(
  sessions: Sessions,
  major: number,
  statistics: Snapshot['extendedStatistics'],
): Promise<Gap[]> {
  const filled = statistics.filter(({ data }) => data.length > 0)
  if (filled.length === 0) return []
  const gaps: Gap[] = []
  const lost = (entry: ExtendedEntry, what: string, reason: string) => gaps.push(gap(entry, what, reason))
  const objects = await extendedObjects(sessions, filled)
  const entries = filled.flatMap(({ schema, name, data }): ExtendedEntry[] => {
    const on = objects.get(quoteQualified(schema, name))
    const object = `statistics ${quoteQualified(schema, name)}`
    // What the twin lacks is a gap already.
    return on === undefined ? [] : data.map((one) => ({ object, on, data: one }))
  })
  const combinations = await combinationsOf(sessions, entries, lost)
  const expressions = await restoreExpressions(sessions, entries, gaps)
  const rows = entries.map((entry): DataRow => {
    const { on, data } = entry
    return {
      oid: on.oid,
      inherited: data.inherited,
      distinct: distinctOf(entry, lost)?.toString('hex') ?? null,
      dependencies: dependenciesOf(entry, lost)?.toString('hex') ?? null,
      combinations: combinations.get(entry)?.toString('hex') ?? null,
      expressions: expressions.has(entry) ? (data.expressions?.length ?? null) : null,
    }
  })
  await writeRows(sessions.owner, major, rows)
  return gaps
}

type Lost = (entry: ExtendedEntry, what: string, reason: string) => void

/** The planner looks for each combination of columns, and takes one that is missing for corruption. */
function distinctOf(entry: ExtendedEntry, lost: Lost): Buffer | null {
  const { data, on } = entry
  if (data.distinct === null) return null
  const items = data.distinct.map(({ keys, distinct }) => ({ attributes: attributesOf(on, keys), distinct }))
  const sets = new Set(items.map(({ attributes }) => attributes.toSorted().join(' ')))
  const sound = items.every(({ attributes, distinct }) => attributes.length > 1 && distinct >= 0 && distinct < 1e15)
  if (sound && items.length === 2 ** on.keys.length - on.keys.length - 1 && sets.size === items.length)
    return distinctBytes(items)
  lost(entry, 'numbers of distinct combinations', 'they are incomplete, or out of bounds')
  return null
}

function dependenciesOf(entry: ExtendedEntry, lost: Lost): Buffer | null {
  const { data, on } = entry
  if (data.dependencies === null) return null
  const items = data.dependencies.map(({ from, to, degree }) => ({
    attributes: attributesOf(on, [...from, to]),
    degree,
  }))
  if (items.length > 0 && items.every(({ attributes, degree }) => attributes.length > 1 && degree >= 0 && degree <= 1))
    return dependencyBytes(items)
  lost(entry, 'dependencies', 'they are incomplete, or out of bounds')
  return null
}

/** Empty where one of the keys is not there, or there twice. */
function attributesOf({ keys }: ExtendedObject, wanted: readonly (string | number)[]): number[] {
  const found = wanted.flatMap((key) => keys.find((one) => one.key === key)?.attribute ?? [])
  return new Set(found).size === wanted.length ? found : []
}

/**
 * Statistics of expressions are rows like those of columns, kept in an array. They are written to `pg_statistic` first,
 * under the oid of their object, from where they are collected. All or none: the planner does not look whether the
 * array is long enough.
 */
async function restoreExpressions(
  sessions: Sessions,
  entries: readonly ExtendedEntry[],
  gaps: Gap[],
): Promise<ReadonlySet<ExtendedEntry>> {
  const keysOf = ({ on }: ExtendedEntry) => on.keys.filter(({ attribute }) => attribute < 0)
  const asked = entries.filter(({ data }) => data.expressions !== null)
  const whole = asked.filter((entry) => {
    const { data } = entry
    const complete = data.expressions?.length === keysOf(entry).length && !data.expressions.includes(null)
    if (!complete) gaps.push(gap(entry, 'statistics of expressions', 'some of them are missing'))
    return complete
  })
  const types = await readValueTypes(
    sessions.owner,
    whole.flatMap((entry) => keysOf(entry).map(({ type }) => type)),
  )
  const rows = whole.flatMap((entry) =>
    keysOf(entry).flatMap(({ attribute, type, collation }): StatisticRow[] => {
      const [of, statistics] = [types.get(type), entry.data.expressions?.[-attribute - 1]]
      if (of === undefined || statistics == null) return []
      const { inherited } = entry.data
      const object = `${entry.object}, expression ${-attribute}`
      return [
        {
          object,
          relation: entry.on.oid,
          attribute: -attribute,
          of,
          collation,
          statistics: { ...statistics, inherited },
        },
      ]
    }),
  )
  gaps.push(...(await writeStatisticRows(sessions, rows)))
  return new Set(whole)
}

async function writeRows(owner: ClientBase, major: number, rows: readonly DataRow[]): Promise<void> {
  const [column, value] = major >= 15 ? ['stxdinherit,', 'r.inherited,'] : ['', '']
  const kinds = ['pg_ndistinct', 'pg_dependencies', 'pg_mcv_list']
  // From 15 on there is a row for each kind of data; before, one for each object.
  const keyOf = ({ oid, inherited }: DataRow) => (major >= 15 ? `${oid} ${inherited}` : `${oid}`)
  const kept = [...new Map(rows.toReversed().map((row) => [keyOf(row), row])).values()]
  const oids = [...new Set(kept.map(({ oid }) => oid))]
  await owner.query('begin')
  try {
    for (const kind of kinds) await owner.query(`create cast (bytea as pg_catalog.${kind}) without function`)
    await owner.query('delete from pg_catalog.pg_statistic_ext_data where stxoid = any($1::oid[])', [oids])
    await owner.query(
      `insert into pg_catalog.pg_statistic_ext_data
         (stxoid, ${column} stxdndistinct, stxddependencies, stxdmcv, stxdexpr)
       select r.oid, ${value} decode(r."distinct", 'hex')::pg_ndistinct, decode(r.dependencies, 'hex')::pg_dependencies,
         decode(r.combinations, 'hex')::pg_mcv_list,
         case when (select count(*) from pg_catalog.pg_statistic p
             where p.starelid = r.oid and p.stainherit = r.inherited) = r.expressions
           then (select array_agg(p order by p.staattnum) from pg_catalog.pg_statistic p
             where p.starelid = r.oid and p.stainherit = r.inherited) end
       from jsonb_to_recordset($1) as r
         (oid oid, inherited bool, "distinct" text, dependencies text, combinations text, expressions int)`,
      [JSON.stringify(kept)],
    )
    await owner.query('delete from pg_catalog.pg_statistic where starelid = any($1::oid[])', [oids])
    for (const kind of kinds) await owner.query(`drop cast (bytea as pg_catalog.${kind})`)
    await owner.query('commit')
  } catch (error) {
    await owner.query('rollback')
    throw error
  }
}

function gap({ object }: ExtendedEntry, what: string, reason: string): Gap {
  return {
    object,
    reason: `their ${what} could not be taken over: ${reason}`,
    effect: 'row estimates over the columns that they join can differ',
  }
}
