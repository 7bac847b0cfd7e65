/** What the lexer of PostgreSQL would make of a text, as far as shapes need it. Comments and blanks are left out. */
export interface Token {
  readonly kind: 'word' | 'quoted' | 'string' | 'number' | 'parameter' | 'sign'
  /** A word in lower case; a quoted name without its quotes; else as it is written. */
  readonly text: string
  readonly start: number
  readonly end: number
}

const [blank, digit, letter, operator] = [1, 2, 3, 4]
/** The class of each ASCII character; all others are letters, as they are to PostgreSQL. */
const classes = Uint8Array.from({ length: 128 }, (_, code) => {
  const char = String.fromCharCode(code)
  if (code <= 32) return blank
  if (/\d/.test(char)) return digit
  if (/[a-z_]/i.test(char)) return letter
  return /[+\-*/<>=~!@#%^&|`?]/.test(char) ? operator : 0
})

function classAt(text: string, at: number): number {
  const code = text.charCodeAt(at)
  return code < 128 ? (classes[code] as number) : code >= 128 ? letter : 0
}

/** An unfinished string or comment goes to the end: what PostgreSQL refuses has a shape all the same. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  let at = 0
  while (at < text.length) {
    const start = at
    const of = classAt(text, at)
    const char = text[at] as string
    const next = text[at + 1]
    if (of === blank) at++
    else if (char === '-' && next === '-') at = lineEnd(text, at)
    else if (char === '/' && next === '*') at = commentEnd(text, at)
    else {
      const [kind, end] = tokenAt(text, at, of, char, next)
      at = end
      tokens.push({ kind, text: written(text, kind, start, end), start, end })
    }
  }
  return tokens
}

function written(text: string, kind: Token['kind'], start: number, end: number): string {
  if (kind === 'word') return text.slice(start, end).toLowerCase()
  if (kind === 'quoted') return text.slice(start + 1, Math.max(start + 1, end - 1)).replaceAll('""', '"')
  return text.slice(start, end)
}

function tokenAt(
  text: string,
  at: number,
  of: number,
  char: string,
  next: string | undefined,
): [kind: Token['kind'], end: number] {
  if (of === letter) {
    if (next === "'" && 'eEbBxXnN'.includes(char))
      return ['string', stringEnd(text, at + 1, char === 'e' || char === 'E')]
    return ['word', wordEnd(text, at)]
  }
  if (of === digit || (char === '.' && classAt(text, at + 1) === digit)) return ['number', numberEnd(text, at)]
  if (char === "'") return ['string', stringEnd(text, at, false)]
  if (char === '"') return ['quoted', quotedEnd(text, at)]
  if (char === '$') return dollarAt(text, at)
  if (char === ':' && (next === ':' || next === '=')) return ['sign', at + 2]
  return ['sign', of === operator ? operatorEnd(text, at) : at + 1]
}

function wordEnd(text: string, start: number): number {
  let at = start + 1
  for (let of = classAt(text, at); of === letter || of === digit || text[at] === '$'; of = classAt(text, at)) at++
  return at
}

function numberEnd(text: string, start: number): number {
  let at = start + 1
  for (; at < text.length; at++) {
    const of = classAt(text, at)
    if (of === digit || of === letter || text[at] === '.') continue
    const isExponent = (text[at] === '+' || text[at] === '-') && /^\d[\d_.]*[eE]$/.test(text.slice(start, at))
    if (!isExponent) break
  }
  return at
}

function dollarAt(text: string, at: number): [kind: Token['kind'], end: number] {
  let end = at + 1
  while (classAt(text, end) === digit) end++
  if (end > at + 1) return ['parameter', end]
  if (classAt(text, end) === letter) end = wordEnd(text, end)
  const close = text.indexOf('$', at + 1)
  if (close < 0 || close > end) return ['sign', at + 1]
  const tag = text.slice(at, close + 1)
  const last = text.indexOf(tag, close + 1)
  return ['string', last < 0 ? text.length : last + tag.length]
}

/** A comment ends an operator: `=--x` is an equals sign and a comment. */
function operatorEnd(text: string, start: number): number {
  let at = start + 1
  while (classAt(text, at) === operator && !text.startsWith('--', at) && !text.startsWith('/*', at)) at++
  return at
}

function lineEnd(text: string, start: number): number {
  const end = text.indexOf('\n', start)
  return end < 0 ? text.length : end + 1
}

/** They nest. */
function commentEnd(text: string, start: number): number {
  let depth = 1
  let at = start + 2
  while (depth > 0 && at < text.length) {
    if (text.startsWith('/*', at)) depth++
    else if (text.startsWith('*/', at)) depth--
    else {
      at++
      continue
    }
    at += 2
  }
  return at
}

function stringEnd(text: string, start: number, escapes: boolean): number {
  for (let at = start + 1; at < text.length; at++) {
    if (escapes && text[at] === '\\') at++
    else if (text[at] === "'") {
      if (text[at + 1] !== "'") return at + 1
      at++
    }
  }
  return text.length
}

function quotedEnd(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] !== '"') continue
    if (text[at + 1] !== '"') return at + 1
    at++
  }
  return text.length
}
