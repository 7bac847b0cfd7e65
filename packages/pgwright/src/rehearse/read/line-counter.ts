/** Tells the line of positions that are asked for in rising order, so that a text is gone through once. */
export class LineCounter {
  readonly #text: string
  #line = 1
  /** Where the line ends. */
  #end: number

  constructor(text: string) {
    this.#text = text
    this.#end = this.#endAfter(0)
  }

  /** From 1. */
  lineOf(position: number): number {
    while (this.#end < position) {
      this.#line++
      this.#end = this.#endAfter(this.#end + 1)
    }
    return this.#line
  }

  #endAfter(position: number): number {
    const end = this.#text.indexOf('\n', position)
    return end === -1 ? Number.POSITIVE_INFINITY : end
  }
}
