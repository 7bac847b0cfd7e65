import type { MemoryEntry } from './memory-entry.ts'

/** Entries by their last use, and their bytes. A list through the entries themselves: a touch is a few assignments. */
export class Recency {
  size = 0
  bytes = 0
  oldest: MemoryEntry | null = null
  #newest: MemoryEntry | null = null

  add(entry: MemoryEntry): void {
    this.size++
    this.bytes += entry.bytes
    this.#link(entry)
  }

  touch(entry: MemoryEntry): void {
    if (entry === this.#newest) return
    this.#unlink(entry)
    this.#link(entry)
  }

  remove(entry: MemoryEntry): void {
    this.size--
    this.bytes -= entry.bytes
    this.#unlink(entry)
  }

  clear(): void {
    this.size = 0
    this.bytes = 0
    this.oldest = null
    this.#newest = null
  }

  *[Symbol.iterator](): Iterator<MemoryEntry> {
    for (let entry = this.oldest; entry !== null; entry = entry.newer) yield entry
  }

  #link(entry: MemoryEntry): void {
    entry.older = this.#newest
    entry.newer = null
    if (this.#newest === null) this.oldest = entry
    else this.#newest.newer = entry
    this.#newest = entry
  }

  #unlink(entry: MemoryEntry): void {
    if (entry.older === null) this.oldest = entry.newer
    else entry.older.newer = entry.newer
    if (entry.newer === null) this.#newest = entry.older
    else entry.newer.older = entry.older
    entry.older = null
    entry.newer = null
  }
}
