import { randomSource } from '../model/index.ts'
import type { Random } from './system.ts'

/** The same choices for the same seed, on every machine. */
export function seededRandom(seed: number): Random {
  const next = randomSource(seed)
  const integer = (from: number, to: number) => from + Math.floor(next() * (to - from + 1))
  return {
    integer,
    pick<T>(values: readonly T[]): T {
      const value = values[integer(0, values.length - 1)]
      if (value === undefined) throw new RangeError('Nothing can be picked from an empty list')
      return value
    },
  }
}
