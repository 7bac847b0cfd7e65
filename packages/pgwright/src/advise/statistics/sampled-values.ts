import type { ExtendedData } from '../../model/index.ts'
import { parseArrayText } from '../../sql/index.ts'
import type { Together } from './together.ts'

/** Values that rows have together, in the order of the keys, and the part of the table's rows that has them. */
export interface Combination {
  readonly values: readonly string[]
  readonly share: number
}

/** Of the rows that have a common combination, those at these places are looked at. */
const places = [1 / 2, 1 / 6, 5 / 6]

/**
 * A few combinations that a sample of the source has, of those that the statement's own constants leave. What is asked
 * for by values of unrelated rows would be another question.
 */
export function combinationsAsked({ keys }: Together, data: ExtendedData): Combination[] {
  const fits = ({ values }: Combination) =>
    keys.every(({ operand }, i) => operand?.kind !== 'constant' || operand.value === values[i])
  const found = common(keys.length, data).filter(fits)
  const total = found.reduce((sum, { share }) => sum + share, 0)
  return [...new Set(places.flatMap((place) => at(found, place * total) ?? []))]
}

/** Different combinations; null where the sample does not tell. */
export function distinctCombinations(
  { keys }: Pick<Together, 'keys'>,
  data: ExtendedData,
  rows: number,
): number | null {
  if (keys.length > 1) return data.distinct?.find((one) => one.keys.length === keys.length)?.distinct ?? null
  const distinct = data.expressions?.[0]?.distinct ?? 0
  // Below zero it is a share of the rows.
  return distinct === 0 ? null : distinct < 0 ? -distinct * rows : distinct
}

/** The most common first. */
function common(keys: number, { combinations, expressions }: ExtendedData): Combination[] {
  if (keys > 1) {
    return (combinations?.items ?? []).flatMap(({ values, frequency }) => {
      const known = values.filter((value) => value !== null)
      return known.length === values.length ? [{ values: known, share: frequency }] : []
    })
  }
  const [only] = expressions ?? []
  const values = only?.commonValues == null ? [] : parseArrayText(only.commonValues)
  return values.map((value, i) => ({ values: [value], share: only?.commonFrequencies?.[i] ?? 0 }))
}

/** The combination of the row at a place, which is a share too. */
function at(found: readonly Combination[], place: number): Combination | undefined {
  let sum = 0
  return found.find(({ share }) => {
    sum += share
    return sum >= place
  })
}
