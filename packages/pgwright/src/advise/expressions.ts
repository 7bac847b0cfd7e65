import type { ColumnStatistics, ObjectName } from '../model/index.ts'
import { quoteQualified } from '../sql/index.ts'
import type { IndexSpec, SampledExpression } from '../twin/index.ts'

/** An expression over the columns of a table. */
export interface TableExpression {
  readonly on: ObjectName
  readonly expression: string
}

/** What `ANALYZE` would find of each expression on the source, in their order; null where it could not be read. */
export type Sampler = (wanted: readonly TableExpression[]) => Promise<readonly (ColumnStatistics | null)[]>

/** Those of the most specs are asked for; each costs the source a query. */
const mostSampled = 20

/** Samples the expressions among the keys of specs, those first that most of them have. */
export async function sampledExpressions(specs: readonly IndexSpec[], sample: Sampler): Promise<SampledExpression> {
  const wanted = new Map<string, TableExpression & { readonly specs: number }>()
  for (const { on, keys } of specs) {
    for (const { column: expression, reads } of keys) {
      if (reads === undefined) continue
      const key = keyOf(on, expression)
      wanted.set(key, { on, expression, specs: (wanted.get(key)?.specs ?? 0) + 1 })
    }
  }
  const first = [...wanted.values()].sort((a, b) => b.specs - a.specs).slice(0, mostSampled)
  const found = first.length === 0 ? [] : await sample(first)
  const known = new Map(first.map(({ on, expression }, i) => [keyOf(on, expression), found[i] ?? null]))
  return (on, expression) => known.get(keyOf(on, expression)) ?? null
}

function keyOf({ schema, name }: ObjectName, expression: string): string {
  return `${quoteQualified(schema, name)} ${expression}`
}
