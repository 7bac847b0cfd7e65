/** A table that is cut into partitions by one of its columns. */
export interface Partitioning {
  readonly kind: 'partition'
  readonly table: string
  readonly column: string
  readonly by: PartitionBy
}

export type PartitionBy =
  /** As many as it takes from the least value to the greatest: `1 month`, `7 days`, or a number for a column of numbers. */
  | { readonly method: 'range'; readonly every: string }
  /** Cut at these values, rising; the first and the last partition are open. */
  | { readonly method: 'range'; readonly bounds: readonly string[] }
  /** One partition for each list of values, and one for what is in none. */
  | { readonly method: 'list'; readonly values: readonly (readonly string[])[] }
  | { readonly method: 'hash'; readonly partitions: number }
