/** Where in a column's distribution a value lies. */
export type ValueKind = 'common' | 'rare' | 'median' | 'out of range' | 'null'

/** One value for each of the parameters that are chosen together; null is SQL's null. */
export interface Choice {
  readonly kind: ValueKind
  readonly values: readonly (string | null)[]
  /** Share of the rows that have the value, or that lie in the range. */
  readonly frequency: number
  /** How often a statement is taken to be given such a value; the choices of a parameter add up to 1. */
  readonly weight: number
}

/** A choice whose weight is still to be scaled. */
export type Candidate = Omit<Choice, 'weight'> & { readonly weight: number | null }
