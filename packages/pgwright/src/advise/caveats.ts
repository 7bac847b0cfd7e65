import type { ChangeDetails, Relation, Snapshot } from '../model/index.ts'
import { quoteQualified } from '../sql/index.ts'
import { type SpecCandidate, specColumns } from '../twin/index.ts'
import { figure } from './figures.ts'
import type { PlannedStatement } from './planned-statement.ts'

/** The gain depends on the values where the worst is this part of the best. */
const steady = 0.5
/** With more of its pages visible to all, an index alone answers what it holds. */
const mostlyVisible = 0.9

/** Types of which SP-GiST makes quadtrees, and not tries, whose shape is the same in whatever order values come. */
const quadTrees = /^(point|box|polygon|.*range)$/

/** What would make the figures of a new index wrong, a sentence each, the likeliest first. */
export function caveatsOf(
  candidate: SpecCandidate,
  snapshot: Snapshot,
  readers: readonly PlannedStatement[],
  { confidence, writes }: Pick<ChangeDetails, 'confidence' | 'writes'>,
): string[] {
  const { spec } = candidate
  const table = snapshot.relations.find(({ schema, name }) => schema === spec.on.schema && name === spec.on.name)
  const guessed = unknownColumns(candidate, snapshot)
  return [
    guessed.length === 0 ? null : `No statistics of ${guessed.join(', ')}: run ANALYZE, then advise again.`,
    candidate.statistics === 'none'
      ? 'What its expression selects is guessed by the planner: nothing was sampled of it.'
      : null,
    valuesCaveat(readers, confidence),
    writes.entries === 0 ? unseenWritesCaveat(table) : null,
    partitionedCaveat(table, snapshot),
    spec.include.length > 0 ? visibilityCaveat(table) : null,
    spec.predicate === null
      ? null
      : 'Only statements that state its condition are served, with constants where it has them: parameters in their place would not be.',
    methodCaveat(candidate, table),
  ].filter((caveat) => caveat !== null)
}

function unknownColumns({ spec }: SpecCandidate, { columnStatistics }: Snapshot): string[] {
  const known = new Set(
    columnStatistics
      .filter(({ schema, table }) => schema === spec.on.schema && table === spec.on.name)
      .map(({ column }) => column),
  )
  return [...specColumns(spec)].filter((column) => !known.has(column))
}

function valuesCaveat(readers: readonly PlannedStatement[], { low, high }: ChangeDetails['confidence']): string | null {
  if (high > 0 && low < high * steady) return 'What it gains depends much on the values that are asked for.'
  return readers.some(({ drawn }) => drawn)
    ? 'The values asked for are not known, and were drawn from statistics.'
    : null
}

function unseenWritesCaveat(table: Relation | undefined): string | null {
  const { inserts = 0, updates = 0, hotUpdates = 0 } = table?.activity ?? {}
  const rows = inserts + updates - hotUpdates
  if (rows <= 0) return null
  return `The server has counted ${figure(rows)} rows written to its table, by statements that the workload lacks: what they would pay is not in these figures.`
}

/** Statistics of a partition alone are those that `withWholeTables` found in place of the whole's. */
function partitionedCaveat(table: Relation | undefined, { columnStatistics }: Snapshot): string | null {
  if (table?.kind !== 'partitioned') return null
  const { schema, name } = table
  const lacking = columnStatistics.some((one) => one.schema === schema && one.table === name && !one.inherited)
  const attached =
    "Its parts are attached one by one, for a moment each under a lock that keeps that partition's index from everybody."
  if (!lacking) return attached
  return `There are no statistics of the partitioned table as a whole, which autovacuum never gathers: run ANALYZE ${quoteQualified(schema, name)}. ${attached}`
}

/** `visibilitymap.c`: what was written since the last vacuum has to be looked up in the table. */
function visibilityCaveat(table: Relation | undefined): string | null {
  const { allVisiblePages = 0, pages = 0 } = table?.size ?? {}
  const share = pages > 0 ? allVisiblePages / pages : 0
  return share >= mostlyVisible
    ? 'It spares reading the table only while VACUUM keeps up.'
    : `It spares reading the table only where VACUUM has been: now ${Math.round(share * 100)} % of the pages.`
}

function methodCaveat({ spec: { method, keys } }: SpecCandidate, table: Relation | undefined): string | null {
  if (method === 'brin') return 'It helps as long as rows lie in the order of the column.'
  if (method === 'gin') return 'After many writes it is slower to read, until VACUUM has emptied its pending list.'
  const type = table?.columns.find(({ name }) => name === keys[0]?.column)?.type
  if (method === 'spgist' && quadTrees.test(type ?? ''))
    return 'Where rows come in the order of its values it grows deep: larger than told, slower to build, to write and to read.'
  return null
}
