import { createHash } from 'node:crypto'

/** What is made beside a column: for the type that it is to have, or again for the one that it had. */
export type SideOf = 'new' | 'old'

/** The name of a column, or of what hangs on it, until it takes the real one's place, or after it gave it up. */
export function sideName(side: SideOf, name: string): string {
  return fitting(`pgwright_${side}_`, name)
}

/** The name of another table's foreign key that refers to a side's column, until it takes the real one's place. */
export function keyName(side: SideOf, name: string): string {
  return fitting(`pgwright_${side}_to_`, name)
}

/** What says of a side's column that it holds no null. */
export function knownName(side: SideOf, column: string): string {
  return fitting(`pgwright_${side}_known_`, column)
}

/** `forth` keeps the new column in step with the old, `back` the old with the new, `strict` refuses what can't go back. */
export type SyncOf = 'forth' | 'back' | 'strict'

export function functionName(sync: SyncOf, table: string, column: string): string {
  return fitting(`pgwright_${sync}_`, `${table}_${column}`)
}

/** PostgreSQL fires triggers in the order of their names: this one sees what the others made of the row. */
export function triggerName(sync: SyncOf, column: string): string {
  return fitting(`~pgwright_${sync}_`, column)
}

/** PostgreSQL cuts names at 63 bytes, which could make two of them one. */
const mostBytes = 63

function fitting(prefix: string, name: string): string {
  if (Buffer.byteLength(prefix + name) <= mostBytes) return prefix + name
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 8)
  const room = mostBytes - Buffer.byteLength(prefix) - hash.length - 1
  let start = ''
  for (const letter of name) {
    if (Buffer.byteLength(start + letter) > room) break
    start += letter
  }
  return `${prefix}${start}_${hash}`
}
