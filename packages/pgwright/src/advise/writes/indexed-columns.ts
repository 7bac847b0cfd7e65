import type { Index, Relation } from '../../model/index.ts'
import { quoteIdentifier } from '../../sql/index.ts'

/** Columns whose values decide what is in an index, those that its expressions and its condition name included. */
export function indexedColumns({ keys, include, predicate }: Index, table: Relation | undefined): Set<string> {
  const texts = [...keys.flatMap(({ column, definition }) => (column === null ? [definition] : [])), predicate ?? '']
  const words = new Set(texts.flatMap((text) => text.match(/"(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*/gu) ?? []))
  const named = (table?.columns ?? []).filter(({ name }) => words.has(name) || words.has(quoteIdentifier(name)))
  return new Set([...keys.flatMap(({ column }) => column ?? []), ...include, ...named.map(({ name }) => name)])
}
