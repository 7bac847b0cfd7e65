import type { Lsn } from './lsn.ts'

const kept = 512

/** How far the primary's log was at which time. */
export class PrimaryLog {
  readonly #samples: { readonly at: number; readonly lsn: Lsn }[] = []

  add(at: number, lsn: Lsn): void {
    this.#samples.push({ at, lsn })
    if (this.#samples.length > kept) this.#samples.shift()
  }

  /** Another primary's log is not to be compared with what was before. */
  forget(): void {
    this.#samples.length = 0
  }

  get latest(): Lsn | null {
    return this.#samples.at(-1)?.lsn ?? null
  }

  /**
   * Since when the primary has what is not replayed yet; 0 where nothing is missing. Not from the time stamps of what
   * was replayed: on an idle primary those get old while nothing is missing.
   *
   * @param fresh whether the primary is still heard of; else all that came since may be missing
   */
  lagMs(replayed: Lsn, now: number, fresh: boolean): number {
    const missing = this.#samples.find(({ lsn }) => lsn > replayed) ?? (fresh ? undefined : this.#samples.at(-1))
    return missing === undefined ? 0 : now - missing.at
  }
}
