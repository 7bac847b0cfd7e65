/** What a token is, as far as its values are concerned. */
export type ScannedKind = 'blank' | 'comment' | 'literal' | 'parameter' | 'word' | 'semicolon' | 'other'

/**
 * Cuts SQL into tokens without PostgreSQL's parser, which takes a tenth of a millisecond for a statement: a log has
 * millions. Knows quotes, comments and numbers, as `scan.l` does, and no grammar. Never fails: what is open at the end
 * of the text ends there.
 */
export class Scanner {
  readonly #text: string
  kind: ScannedKind = 'other'
  start = 0
  end = 0
  /** The text ended within a quote or a comment. */
  open = false

  constructor(text: string) {
    this.#text = text
  }

  /** Goes on from another place, for what is not SQL is passed over by whoever knows it. */
  goTo(position: number): void {
    this.end = position
  }

  /** Goes on to the next token; false at the end. */
  next(): boolean {
    this.start = this.end
    if (this.start >= this.#text.length) return false
    const code = this.#text.charCodeAt(this.start)
    if (isBlank(code)) this.#run('blank', isBlank)
    else if (isWordStart(code)) this.#word()
    else if (isDigit(code)) this.#number()
    else this.#sign(code)
    return true
  }

  #take(kind: ScannedKind, end: number): void {
    this.kind = kind
    this.end = Math.min(end, this.#text.length)
    if (end > this.#text.length) this.open = true
  }

  #run(kind: ScannedKind, holds: (code: number) => boolean): void {
    let end = this.start + 1
    while (end < this.#text.length && holds(this.#text.charCodeAt(end))) end++
    this.#take(kind, end)
  }

  /** A name or key word, or the letters before a quoted string: `E'…'`, `B'…'`, `X'…'`, `N'…'`, `U&'…'`. */
  #word(): void {
    this.#run('word', isWordPart)
    const text = this.#text
    const length = this.end - this.start
    if (length !== 1) return
    const letter = text.charAt(this.start).toLowerCase()
    if (text.charAt(this.end) === "'" && 'ebxn'.includes(letter))
      this.#take('literal', this.#quoted(this.end, letter === 'e'))
    if (letter === 'u' && text.startsWith("&'", this.end)) this.#take('literal', this.#quoted(this.end + 1, false))
    if (letter === 'u' && text.startsWith('&"', this.end)) this.#take('word', this.#closed(this.end + 1, '"'))
  }

  #number(): void {
    number.lastIndex = this.start
    number.test(this.#text)
    this.#take('literal', Math.max(number.lastIndex, this.start + 1))
  }

  #sign(code: number): void {
    const [text, start] = [this.#text, this.start]
    const next = text.charCodeAt(start + 1)
    if (code === quote) this.#take('literal', this.#quoted(start, false))
    else if (code === doubleQuote) this.#take('word', this.#closed(start, '"'))
    else if (code === semicolon) this.#take('semicolon', start + 1)
    else if (code === minus && next === minus) this.#take('comment', lineEnd(text, start))
    else if (code === slash && next === star) this.#take('comment', commentEnd(text, start))
    else if (code === dollar) this.#dollar()
    else if (code === dot && isDigit(next)) this.#number()
    else this.#take('other', start + 1)
  }

  /** `$1`, or a string between `$tag$` and `$tag$`. */
  #dollar(): void {
    const [text, start] = [this.#text, this.start]
    if (isDigit(text.charCodeAt(start + 1))) {
      this.#run('parameter', isDigit)
      return
    }
    tag.lastIndex = start
    const opening = tag.exec(text)?.[0]
    if (opening === undefined) this.#take('other', start + 1)
    else {
      const closing = text.indexOf(opening, start + opening.length)
      this.#take('literal', closing === -1 ? text.length + 1 : closing + opening.length)
    }
  }

  /** The end of a string whose quote opens at `open`. */
  #quoted(open: number, escapes: boolean): number {
    if (!escapes) return this.#closed(open, "'")
    let at = open + 1
    while (at < this.#text.length) {
      const code = this.#text.charCodeAt(at)
      if (code === backslash) at += 2
      else if (code !== quote) at++
      else if (this.#text.charCodeAt(at + 1) === quote) at += 2
      else return at + 1
    }
    return this.#text.length + 1
  }

  #closed(open: number, mark: string): number {
    let at = this.#text.indexOf(mark, open + 1)
    while (at !== -1 && this.#text[at + 1] === mark) at = this.#text.indexOf(mark, at + 2)
    return at === -1 ? this.#text.length + 1 : at + 1
  }
}

const number = /0[xXoObB][\da-fA-F_]+|(?:\d[\d_]*)?\.?\d*(?:[\d_]*)(?:[eE][+-]?\d+)?/y
const tag = /\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/y

const [quote, doubleQuote, semicolon, minus, slash, star, dollar, dot, backslash] = [...'\'";-/*$.\\'].map((sign) =>
  sign.charCodeAt(0),
)

function isBlank(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13)
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}

function isWordStart(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || code >= 128
}

function isWordPart(code: number): boolean {
  return isWordStart(code) || isDigit(code) || code === 36
}

function lineEnd(text: string, from: number): number {
  const at = text.indexOf('\n', from)
  return at === -1 ? text.length : at
}

/** Comments nest in PostgreSQL. */
function commentEnd(text: string, from: number): number {
  let depth = 1
  let at = from + 2
  while (depth > 0) {
    const close = text.indexOf('*/', at)
    if (close === -1) return text.length + 1
    const open = text.indexOf('/*', at)
    if (open !== -1 && open < close) {
      depth++
      at = open + 2
    } else {
      depth--
      at = close + 2
    }
  }
  return at
}
