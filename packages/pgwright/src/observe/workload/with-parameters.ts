import { fillTemplate, isPlannable, parameterNumbers, type Template } from '../../sql/index.ts'

/**
 * A statement with `$n` for its values at these places. A literal stays where the grammar wants one (`varchar(10)`) or
 * `$n` would mean another thing (`order by 1`). Null where all of them do.
 */
export function withParameters(template: Template, places: readonly number[]): string | null {
  const filled = (replaced: ReadonlySet<number>, last: number) => {
    let number = last
    return fillTemplate(template, (value, at) => (replaced.has(at) ? `$${++number}` : value)).trim()
  }
  const original = filled(new Set(), 0)
  if (places.length === 0 || !isPlannable(original)) return null
  const last = parameterNumbers(original).at(-1) ?? 0
  const replaced = new Set<number>()
  const replace = (some: readonly number[]) => {
    if (isPlannable(filled(new Set([...replaced, ...some]), last))) {
      for (const place of some) replaced.add(place)
    } else if (some.length > 1) {
      // By halves: of many literals those that have to stay are few.
      const half = Math.ceil(some.length / 2)
      replace(some.slice(0, half))
      replace(some.slice(half))
    }
  }
  replace(places)
  return replaced.size === 0 ? null : filled(replaced, last)
}
