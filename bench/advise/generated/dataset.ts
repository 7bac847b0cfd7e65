import type { Random } from '../../../packages/pgwright/src/demo/system.ts'

/** A database that is made small and planned large, and the statements that are asked of it. */
export interface Dataset {
  readonly name: string
  /** Makes and fills it, statement by statement. */
  readonly statements: readonly string[]
  /** How many times as large each table is planned as it was made; those that are not named stay as they are. */
  readonly growth: Readonly<Record<string, number>>
  /** Who asks; null: the owner, whom no policy holds. */
  readonly role: string | null
  ask(random: Random): string
}

/** A condition or the like with a value of its own. */
export type Drawn = (random: Random) => string

/** Up to `most` of the values, each once, in their order. */
export function some<T>(random: Random, values: readonly T[], least: number, most: number): T[] {
  const wanted = Math.min(values.length, random.integer(least, most))
  const chosen = new Set<T>()
  while (chosen.size < wanted) chosen.add(random.pick(values))
  return values.filter((value) => chosen.has(value))
}

/** Few are asked for often, as it is everywhere: a number from 1 to `most`, small ones more likely. */
export function skewed(random: Random, most: number): number {
  return 1 + Math.floor((most - 1) * (random.integer(0, 1000) / 1000) ** 3)
}
