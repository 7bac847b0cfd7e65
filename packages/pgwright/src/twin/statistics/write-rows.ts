import type { ClientBase } from 'pg'
import type { Gap } from '../../model/index.ts'
import { buildersOf, type Sessions } from '../sessions.ts'
import { shareOut } from '../share-out.ts'
import { scratchSchema, withScratch } from './scratch.ts'
import { type Slot, type Statistics, slotsOf } from './slots.ts'
import type { ValueType } from './value-types.ts'

/** A row that `pg_statistic` is to have. */
export interface StatisticRow {
  /** For people: `"S 1"."Order"."note"`. */
  readonly object: string
  /** `starelid` and `staattnum`. */
  readonly relation: number
  readonly attribute: number
  readonly of: ValueType
  readonly collation: number
  readonly statistics: Statistics
}

/**
 * Writes what `ANALYZE` would have found to `pg_statistic`, on every major alike: the restore functions, which 18 has,
 * read values with the rights of a superuser, so that a type's own code would run with them. Here they are read in the
 * builder's session, and the superuser copies what came of it. A value that its type refuses, or figures that do not
 * fit together, cost one statistic and are told as a gap.
 */
export async function writeStatisticRows(sessions: Sessions, rows: readonly StatisticRow[]): Promise<Gap[]> {
  const gaps: Gap[] = []
  const seen = new Set<string>()
  const slotted = rows.flatMap((row) => {
    const key = rowKey(row)
    if (seen.has(key)) {
      gaps.push(gap(row, 'statistics', 'the snapshot has them twice'))
      return []
    }
    seen.add(key)
    const slots = slotsOf(row.statistics, row.of, row.collation, (title, reason) => gaps.push(gap(row, title, reason)))
    return slots === null ? [] : [{ row, slots }]
  })
  if (slotted.length === 0) return gaps
  await withScratch(sessions, [parsedTable], async () => {
    const wanted = slotted.flatMap(({ row, slots }) => slots.flatMap((slot, place) => waiting(row, slots, slot, place)))
    const refused = await parse(sessions, wanted)
    const counts = await countParsed(sessions)
    for (const value of wanted) {
      const count = counts.get(keyOf(value))
      const reason =
        refused.get(value) ??
        (count !== undefined && value.slot.values?.fits(count) === true ? null : 'its values and numbers do not match')
      if (reason === null) continue
      gaps.push(gap(value.row, value.slot.title, reason))
      value.slots[value.place] = null
    }
    await insert(sessions, slotted)
  })
  return gaps
}

// The builder may insert and nothing else: code that runs while it reads a value can't exchange what is there.
const parsedTable = `parsed (relation oid, attribute int2, inherited bool, place int2, values anyarray,
  primary key (relation, attribute, inherited, place))`

interface WaitingValue {
  readonly row: StatisticRow
  /** Of the row: a slot that can't be written is taken out of them. */
  readonly slots: (Slot | null)[]
  readonly slot: Slot
  readonly place: number
}

function waiting(row: StatisticRow, slots: (Slot | null)[], slot: Slot | null, place: number): WaitingValue[] {
  return slot?.values == null ? [] : [{ row, slots, slot, place }]
}

function keyOf({ row, place }: WaitingValue): string {
  return `${rowKey(row)} ${place}`
}

function rowKey({ relation, attribute, statistics }: StatisticRow): string {
  return `${relation} ${attribute} ${statistics.inherited}`
}

/** Values in one statement. */
const batchSize = 2000

/** The values that their types refuse, with the reason. */
async function parse(sessions: Sessions, values: readonly WaitingValue[]): Promise<Map<WaitingValue, string>> {
  const refused = new Map<WaitingValue, string>()
  const batches: (readonly WaitingValue[])[] = []
  for (let from = 0; from < values.length; from += batchSize) batches.push(values.slice(from, from + batchSize))
  await shareOut(buildersOf(sessions), batches, (builder, batch) => parseAll(builder, batch, refused))
  return refused
}

/** What fails is halved until the values at fault stand alone. */
async function parseAll(
  builder: ClientBase,
  values: readonly WaitingValue[],
  refused: Map<WaitingValue, string>,
): Promise<void> {
  try {
    await builder.query(
      `insert into ${scratchSchema}.parsed
       select relation, attribute, inherited, place, pg_catalog.array_in("values"::cstring, type, -1)
       from json_to_recordset($1) as v
         (relation oid, attribute int2, inherited bool, place int2, "values" text, type oid)`,
      [JSON.stringify(values.map(parsedRow))],
    )
  } catch (error) {
    const [first] = values
    if (values.length === 1 && first !== undefined) {
      refused.set(first, `the twin refuses its values (${(error as { code?: string }).code ?? 'no code'})`)
      return
    }
    const middle = Math.ceil(values.length / 2)
    await parseAll(builder, values.slice(0, middle), refused)
    await parseAll(builder, values.slice(middle), refused)
  }
}

function parsedRow({ row, slot, place }: WaitingValue) {
  const { relation, attribute, statistics } = row
  return {
    relation,
    attribute,
    inherited: statistics.inherited,
    place,
    values: slot.values?.text,
    type: slot.values?.type,
  }
}

/** How many values each array has; an array of arrays in one counts as wrong. */
async function countParsed({ owner }: Sessions): Promise<Map<string, number>> {
  const { rows } = await owner.query<{ key: string; count: number }>(
    `select concat_ws(' ', relation, attribute, case when inherited then 'true' else 'false' end, place) as key,
       case pg_catalog.array_ndims(values) when 1 then pg_catalog.array_length(values, 1) else -1 end as count
     from ${scratchSchema}.parsed`,
  )
  return new Map(rows.map(({ key, count }) => [key, count]))
}

const places = [0, 1, 2, 3, 4]

async function insert(
  { owner }: Sessions,
  slotted: readonly { readonly row: StatisticRow; readonly slots: readonly (Slot | null)[] }[],
): Promise<void> {
  const columns = (column: string, of: (place: number) => string) =>
    places.map((place) => `${of(place)} as ${column}${place + 1}`)
  const joins = places.map(
    (place) => `left join ${scratchSchema}.parsed v${place} on v${place}.place = ${place} and k${place} > 0
       and (v${place}.relation, v${place}.attribute, v${place}.inherited) = (s.relation, s.attribute, s.inherited)`,
  )
  const taken = places.map((place) => `k${place} int2, o${place} oid, c${place} oid, n${place} real[]`)
  const json = JSON.stringify(slotted.map(({ row, slots }) => insertedRow(row, slots)))
  const record = `json_to_recordset($1) as s (relation oid, attribute int2, inherited bool, "nullFraction" real,
       width int, distinct_values real, ${taken.join(', ')})`
  await removeRows(
    owner,
    slotted.map(({ row }) => row),
  )
  await owner.query(
    `insert into pg_catalog.pg_statistic
     select s.relation, s.attribute, s.inherited, s."nullFraction", s.width, s.distinct_values,
       ${[
         ...columns('stakind', (place) => `coalesce(k${place}, 0)`),
         ...columns('staop', (place) => `coalesce(o${place}, 0)`),
         ...columns('stacoll', (place) => `coalesce(c${place}, 0)`),
         ...columns('stanumbers', (place) => `n${place}`),
         ...columns('stavalues', (place) => `v${place}.values`),
       ].join(', ')}
     from ${record} ${joins.join(' ')}`,
    [json],
  )
}

/** Of an earlier time: an index can be given statistics again. */
async function removeRows(owner: ClientBase, rows: readonly StatisticRow[]): Promise<void> {
  await owner.query(
    `delete from pg_catalog.pg_statistic p using unnest($1::oid[], $2::int2[], $3::bool[]) as s (relation, attribute, inherited)
     where p.starelid = s.relation and p.staattnum = s.attribute and p.stainherit = s.inherited`,
    [
      rows.map(({ relation }) => relation),
      rows.map(({ attribute }) => attribute),
      rows.map(({ statistics }) => statistics.inherited),
    ],
  )
}

function insertedRow({ relation, attribute, statistics }: StatisticRow, slots: readonly (Slot | null)[]) {
  const { inherited, nullFraction, averageWidth: width, distinct: distinct_values } = statistics
  const slotColumns = slots.flatMap((slot, place) =>
    slot === null
      ? []
      : [
          [`k${place}`, slot.kind],
          [`o${place}`, slot.operator],
          [`c${place}`, slot.collation],
          [`n${place}`, slot.numbers],
        ],
  )
  return {
    relation,
    attribute,
    inherited,
    nullFraction,
    width,
    distinct_values,
    ...Object.fromEntries(slotColumns),
  }
}

/** Never with the value itself, which is data of the source. */
function gap({ object }: StatisticRow, title: string, reason: string): Gap {
  return {
    object,
    reason: `its ${title} could not be taken over: ${reason}`,
    effect: 'estimates for it rest on what else is known of it, or on defaults',
  }
}
