import type { Leaf } from './leaves.ts'

/** A partition with the name that its table gets. */
export interface NamedLeaf extends Leaf {
  readonly name: string
}
