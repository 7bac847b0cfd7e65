/**
 * Kinds of index that advice may be made of: plain B-trees over columns; with columns to read beside the keys
 * (covering), with a condition (partial), over expressions; and those of other methods.
 */
export const indexKinds = [
  'btree',
  'covering',
  'partial',
  'expression',
  'hash',
  'gin',
  'gist',
  'spgist',
  'brin',
] as const

export type IndexKind = (typeof indexKinds)[number]

/** What advice may be made of. */
export interface Allowed {
  readonly kinds: ReadonlySet<IndexKind>
  /** Keys of one index at most. */
  readonly maxWidth: number
}
