import type { Note, Relation } from '../../model/index.ts'
import { isRedacted } from '../../observe/index.ts'
import type { InPlace } from '../in-place.ts'
import { type AskedRange, askedRanges } from '../partitioning/asked-ranges.ts'
import { type PartitionedCost, partitionedCosts } from '../partitioning/partitioned-costs.ts'
import { adviceOf, evidenceOf, type Reasons, titleOf } from '../partitioning/words.ts'
import { statementsOf } from './statements.ts'

/** Of the workload's cost: a partitioned table is another table to the application too. */
const leastShare = 0.1
/** An index that answers within this factor of what partitions would is the simpler way. */
const leastRatio = 2
/** The rest of the workload may become so much dearer where old rows are dropped instead of deleted. */
const toleratedRise = 0.05
/** By less a cost changes where nothing has become another. */
const leastRise = 1.05
/** Each is a twin to be built. */
const mostTried = 3

/**
 * Large tables of which ranges are read, or are deleted once they are old, by a twin of each in partitions. A note: the
 * way there, and the keys that are lost on it, are nothing to apply.
 */
export async function partitioningNotes(inPlace: InPlace): Promise<Note[]> {
  // Redacted, times and numbers are ranks, which have no lengths.
  if (inPlace.cost === 0 || isRedacted(inPlace.snapshot)) return []
  const notes = new Map<Relation, Note>()
  const asked = askedRanges(inPlace).filter(({ share, retention }) => share >= leastShare || retention !== null)
  for (const range of asked.slice(0, mostTried)) {
    const costs = notes.has(range.relation) ? null : await partitionedCosts(inPlace, range)
    const note = costs === null ? null : partitioningNote(inPlace, range, costs)
    if (note !== null) notes.set(range.relation, note)
  }
  return [...notes.values()]
}

function partitioningNote(
  { snapshot, cost }: InPlace,
  range: AskedRange,
  all: readonly PartitionedCost[],
): Note | null {
  const deletes = new Set(range.retention?.statements)
  const costs = all.filter(({ statement }) => !deletes.has(statement)) // there would be none of them
  const gain = ({ weight, before, after }: PartitionedCost) => (weight * (before - after)) / cost
  const sum = (some: readonly PartitionedCost[]) => some.reduce((total, one) => total + gain(one), 0)
  const byGain = costs.toSorted((a, b) => gain(b) - gain(a))
  const halved = byGain.filter(({ ranged, before, after }) => ranged && before >= leastRatio * after)
  const saved = sum(costs)
  const gaining = saved >= leastShare && sum(halved) >= leastShare ? halved : []
  const retention = saved >= -toleratedRise ? range.retention : null
  if (gaining.length === 0 && retention === null) return null
  const losing = byGain.filter(({ before, after }) => after > leastRise * before).toReversed()
  const reasons: Reasons = { range, gaining, losing, saved, retention }
  return {
    kind: 'partitioning',
    title: titleOf(reasons),
    statements: statementsOf([...gaining, ...(retention?.statements ?? []).map((statement) => ({ statement }))]),
    evidence: evidenceOf(snapshot, reasons),
    advice: adviceOf(snapshot, reasons),
  }
}
