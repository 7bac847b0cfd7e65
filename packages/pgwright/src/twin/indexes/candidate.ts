import type { Gap, ObjectName } from '../../model/index.ts'
import { quoteQualified } from '../../sql/index.ts'
import { blockSize } from '../files/btree-page.ts'
import { expressionsOf, type IndexContents } from './contents.ts'
import type { IndexDescription } from './description.ts'
import type { IndexSize } from './index-size.ts'
import type { IndexSpec } from './index-spec.ts'

/** An index that exists on the twin alone, with the size that it would have on the source. */
export interface Candidate extends ObjectName {
  /** What it is, by the twin's catalog; `name` is what plans show, but for the parts of a partitioned table's index. */
  readonly index: IndexDescription
  /** The index itself; of a partitioned table, one for each partition that stores rows and has no such index yet. */
  readonly parts: readonly IndexPart[]
  /** Indexes of the source that it is put together of too, for partitions that have such a one already. */
  readonly adopted: readonly AdoptedIndex[]
  /** Of all parts together. */
  readonly sizeBytes: number
  /** What the planner knows of its expressions. `columns`: it has none. */
  readonly statistics: 'columns' | 'sampled' | 'none'
  /** What of its size or of its worth is a guess. */
  readonly gaps: readonly Gap[]
}

export interface IndexPart extends ObjectName {
  readonly on: ObjectName
  readonly size: IndexSize
}

export interface AdoptedIndex extends ObjectName {
  readonly on: ObjectName
  /** `pg_get_indexdef`. */
  readonly definition: string
}

/** One that was made of a spec. */
export interface SpecCandidate extends Candidate {
  readonly spec: IndexSpec
  /** Of each key, quoted, and qualified outside `pg_catalog`, as a snapshot has them. */
  readonly operatorClasses: readonly string[]
  /** Of a B-tree: the levels above the leaves, of its highest part; else 0. */
  readonly height: number
}

/** A part with what it holds and how large that makes it. */
export interface SizedIndex {
  readonly contents: IndexContents
  readonly size: IndexSize
  /** False where nobody here knows the method. */
  readonly known: boolean
}

/** Puts parts together to the indexes that were asked for, by name. */
export function assemble(
  all: readonly IndexDescription[],
  sized: readonly SizedIndex[],
  sampled: boolean,
  existing: ReadonlySet<string>,
): Map<string, Candidate> {
  const made = new Map<string, Candidate>()
  for (const index of all) {
    if (index.root !== nameOf(index)) continue
    const own = sized.filter(({ contents }) => contents.index.root === index.root)
    const statistics = expressionsOf(index.columns).length === 0 ? 'columns' : sampled ? 'sampled' : 'none'
    const { schema, name } = index
    const sizeBytes = own.reduce((sum, { size }) => sum + size.blocks * blockSize, 0)
    made.set(name, {
      schema,
      name,
      index,
      parts: own.map(partOf),
      adopted: all.filter((one) => one.root === index.root && existing.has(nameOf(one))).map(adoptedIndex),
      sizeBytes,
      statistics,
      gaps: gapsOf(index, own, statistics),
    })
  }
  return made
}

/** Quoted and qualified. */
export function nameOf({ schema, name }: ObjectName): string {
  return quoteQualified(schema, name)
}

function partOf({ contents: { index }, size }: SizedIndex): IndexPart {
  return { schema: index.schema, name: index.name, on: index.on, size }
}

function adoptedIndex({ schema, name, on, definition }: IndexDescription): AdoptedIndex {
  return { schema, name, on, definition }
}

function gapsOf(index: IndexDescription, sized: readonly SizedIndex[], statistics: Candidate['statistics']): Gap[] {
  const object = `index ${nameOf(index)}`
  const gaps: Gap[] = []
  if (statistics === 'none') {
    const expressions = expressionsOf(index.columns).map(({ definition }) => definition)
    gaps.push({
      object,
      reason: `nothing is known of the values of ${expressions.join(', ')}`,
      effect: "its size and its plans rest on the planner's defaults",
    })
  }
  if (sized.some(({ known }) => !known)) {
    gaps.push({
      object,
      reason: `how the method ${index.method} fills pages is not known here`,
      effect: 'it is planned as an index of one page, too cheap',
    })
  }
  return gaps
}
