import type { Dimensions } from 'pgwright'

/** @throws when the scale does not say it: a misspelt name would otherwise build an empty table. */
export function dimension(dimensions: Dimensions, name: string): number {
  const value = dimensions[name]
  if (value === undefined) throw new Error(`The scale has no dimension "${name}"; add it to the scales in index.ts`)
  return value
}
