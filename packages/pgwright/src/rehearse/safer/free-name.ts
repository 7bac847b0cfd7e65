import type { Snapshot } from '../../model/index.ts'

/** In bytes; PostgreSQL cuts off what is longer. */
const longestName = 63

/**
 * A name of a table, a column and what is made of them, as PostgreSQL composes it, that no relation and no constraint
 * of the source has.
 *
 * @example freeName(snapshot, 'orders', 'total', 'check') // → 'orders_total_check'
 */
export function freeName(snapshot: Snapshot, table: string, column: string, label: string): string {
  const taken = new Set([
    ...snapshot.constraints.map(({ name }) => name),
    ...snapshot.relations.map(({ name }) => name),
    ...snapshot.indexes.map(({ name }) => name),
  ])
  for (let number = 0; ; number++) {
    const tail = `_${label}${number === 0 ? '' : number}`
    const head = column === '' ? table : `${table}_${column}`
    const name = `${cut(head, longestName - tail.length)}${tail}`
    if (!taken.has(name)) return name
  }
}

/** No character is cut in two. */
function cut(text: string, bytes: number): string {
  let kept = text
  while (Buffer.byteLength(kept) > bytes) kept = [...kept].slice(0, -1).join('')
  return kept
}
