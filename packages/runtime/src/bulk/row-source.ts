/** What is written: by the names of the columns. `undefined`, or no such property, asks for the column's default. */
export type Row = Readonly<Record<string, unknown>>

export type Rows = Iterable<Row> | AsyncIterable<Row>

/** Rows one handful after the other, pulled only when the last are written, so that a quick source has to wait. */
export class RowSource {
  private readonly rows: readonly Row[] | null
  private readonly iterator: Iterator<Row> | AsyncIterator<Row> | null
  private taken = 0
  private ended = false

  constructor(rows: Rows) {
    this.rows = Array.isArray(rows) ? rows : null
    this.iterator = this.rows !== null ? null : iteratorOf(rows)
  }

  /** Fewer than `most` only at the end. */
  async take(most: number): Promise<readonly Row[]> {
    if (this.rows !== null) {
      const rows = this.rows.slice(this.taken, this.taken + most)
      this.taken += rows.length
      return rows
    }
    const rows: Row[] = []
    while (rows.length < most && !this.ended) {
      const next = await this.iterator?.next()
      if (next === undefined || next.done === true) this.ended = true
      else rows.push(next.value)
    }
    return rows
  }

  /** Lets a generator that is not at its end run its `finally`. */
  async close(): Promise<void> {
    if (this.ended) return
    this.ended = true
    await this.iterator?.return?.()
  }
}

function iteratorOf(rows: Rows): Iterator<Row> | AsyncIterator<Row> {
  return Symbol.asyncIterator in rows ? rows[Symbol.asyncIterator]() : rows[Symbol.iterator]()
}
