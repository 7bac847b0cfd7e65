import type { SpecCandidate } from '../../../packages/pgwright/src/twin/index.ts'

export type IndexSet = ReadonlySet<SpecCandidate>

export const noIndexes: IndexSet = new Set()

export function withIndex(indexes: IndexSet, added: SpecCandidate): IndexSet {
  return new Set([...indexes, added])
}

export function withoutIndex(indexes: IndexSet, removed: SpecCandidate): IndexSet {
  return new Set([...indexes].filter((one) => one !== removed))
}

/** What one has and the other has not. */
export function difference(one: IndexSet, two: IndexSet): IndexSet {
  return new Set([...one, ...two].filter((index) => !one.has(index) || !two.has(index)))
}
