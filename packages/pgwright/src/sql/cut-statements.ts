import { Scanner } from './scanner.ts'

/**
 * The statements of a text, cut at semicolons outside quotes, each with the comments before it. Those in the
 * brackets of `create rule` and in the body of `create function … begin atomic … end` are its own; psql tells them alike.
 */
export function cutStatements(text: string): string[] {
  const cutter = new StatementCutter(text)
  const statements: string[] = []
  while (cutter.next()) statements.push(text.slice(cutter.from, cutter.end))
  return statements
}

/** Cuts a text as {@link cutStatements} does, and tells where it cut. Positions are the string's. */
export class StatementCutter {
  readonly #text: string
  readonly #scanner: Scanner
  readonly #atBackslash: boolean
  /** Of the comments before the statement. */
  from = 0
  /** Of its first word. Where there is none before what ended it, as `end`. */
  start = 0
  end = 0
  /** What ended it. */
  by: 'semicolon' | 'backslash' | 'text' = 'semicolon'
  /** Where the quote, comment or bracket begins that is still open where the text ends; null where there is none. */
  open: number | null = null

  /** @param options.atBackslash a backslash outside quotes ends a statement: a command of psql follows */
  constructor(text: string, { atBackslash = false }: { readonly atBackslash?: boolean } = {}) {
    this.#text = text
    this.#scanner = new Scanner(text)
    this.#atBackslash = atBackslash
  }

  /** Goes on to the next statement, or, with `atBackslash`, command; false at the end. */
  next(): boolean {
    const scanner = this.#scanner
    let place = start
    this.from = scanner.end
    while (scanner.next()) {
      const { kind } = scanner
      if (scanner.open) this.open = place === start ? scanner.start : this.start
      if (kind === 'blank' || kind === 'comment') continue
      if (this.#atBackslash && kind === 'other' && this.#text[scanner.start] === '\\') {
        return this.#ends('backslash', place)
      }
      if (kind === 'semicolon' && place.brackets === 0 && place.blocks === 0) {
        if (place !== start) return this.#ends('semicolon', place)
        this.from = scanner.end
        continue
      }
      if (place === start) this.start = scanner.start
      place = after(place, this.#text.slice(scanner.start, scanner.end).toLowerCase())
    }
    if (place.brackets > 0 || place.blocks > 0) this.open ??= this.start
    return place !== start && this.#ends('text', place)
  }

  /** Goes on from another place, past what is not SQL. */
  goTo(position: number): void {
    this.#scanner.goTo(position)
  }

  #ends(by: typeof this.by, place: Place): true {
    this.by = by
    this.end = by === 'text' ? this.#text.length : this.#scanner.start
    if (place === start) this.start = this.end
    return true
  }
}

/** Where in a statement the scanner is. */
interface Place {
  /** Its first words, enough of them to tell whether it can have semicolons of its own. */
  readonly head: string
  readonly brackets: number
  /** `begin` and `case` without their `end`. */
  readonly blocks: number
}

const start: Place = { head: '', brackets: 0, blocks: 0 }

const withBody = /^ create (or replace )?(function|procedure|rule)\b/

function after({ head: before, brackets, blocks }: Place, token: string): Place {
  const head = before.length < 40 ? `${before} ${token.slice(0, 40)}` : before
  if (!withBody.test(head)) return { head, brackets, blocks }
  if (token === '(') return { head, brackets: brackets + 1, blocks }
  if (token === ')') return { head, brackets: Math.max(0, brackets - 1), blocks }
  // An argument can have any name.
  if (brackets > 0) return { head, brackets, blocks }
  if (token === 'begin' || (token === 'case' && blocks > 0)) return { head, brackets, blocks: blocks + 1 }
  return { head, brackets, blocks: token === 'end' ? Math.max(0, blocks - 1) : blocks }
}
