import type { Snapshot } from '../../model/index.ts'

/**
 * Literals that the schema shows: a redacted snapshot has them anyway, so a value that is one of them can stay in the
 * statistics, and what is estimated of a partial index or a policy stays right.
 */
export function schemaLiterals(snapshot: Snapshot): ReadonlySet<string> {
  const texts = [
    ...snapshot.constraints.map(({ definition }) => definition),
    ...snapshot.indexes.flatMap(({ predicate }) => predicate ?? []),
    ...snapshot.policies.flatMap(({ using, check }) => [using ?? '', check ?? '']),
    ...snapshot.relations.flatMap(({ query, partitionBound }) => [query ?? '', partitionBound ?? '']),
  ]
  return new Set(texts.flatMap((text) => [...text.matchAll(literal)].flatMap(valuesOf)))
}

/** Strings, and numbers that are no part of a name. */
const literal = /"(?:[^"]|"")*"|'((?:[^']|'')*)'|(?<![\w.$])(-?\d+(?:\.\d+)?)(?![\w.])/gs

/** A string can be an array (`'{new,paid}'::text[]`), and a moment of PostgreSQL's has no more than it needs. */
function valuesOf([, string, number]: RegExpMatchArray): string[] {
  if (number !== undefined) return [number]
  if (string === undefined) return []
  const text = string.replaceAll("''", "'")
  const elements = /^\{.*\}$/s.test(text)
    ? text
        .slice(1, -1)
        .split(',')
        .map((element) => element.replace(/^"|"$/g, ''))
    : []
  return [text, ...elements]
}
