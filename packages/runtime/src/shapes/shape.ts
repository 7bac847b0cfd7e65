import { BoundedMap } from '../bounded-map.ts'
import { type Token, tokensOf } from './tokens.ts'

export type StatementKind =
  | 'read'
  | 'write'
  /** `begin`, `set`, `show`, …: of the session, not of the data. */
  | 'session'
  | 'other'

/** What statements have in common that differ in their values only. */
export interface Shape {
  /** Without literals, comments and odd blanks; lists of values are one. Safe to be shown and kept. */
  readonly text: string
  readonly kind: StatementKind
  /** Whether it has a word by which a session is changed, wherever it stands. */
  readonly mayChangeSession: boolean
}

const changing = /\b(?:set|set_config|reset|discard|commit|end|rollback|abort|temp|temporary)\b/

/** Of texts; an application that pastes values into them has new ones without end. */
const known = new BoundedMap<string, Shape>(4_096)
/** One for each shape, so that they can be compared by identity. */
const shapes = new BoundedMap<string, Shape>(4_096)
const longest = 100_000

/** Of texts with pasted values, by what is left without them: found in a tenth of the time of a whole look. */
const stripped = new BoundedMap<string, Shape>(4_096)
const literal = /(?<![$\w.])\d+(?:\.\d+)?(?!\w)|'[^']*'/g
/** Where a digit or a quote can be something else than a literal. */
const deceiving = /"\d|--|\/\*|\$[$a-z_]|\\/i

/** 50 ns for a text that was seen before. */
export function shapeOf(text: string): Shape {
  return known.getOrMake(text, lookFor)
}

function lookFor(text: string): Shape {
  const whole = text.length > longest ? text.slice(0, longest) : text
  if (deceiving.test(whole)) return makeShape(whole)
  return stripped.getOrMake(whole.replace(literal, '?'), () => makeShape(whole))
}

function makeShape(text: string): Shape {
  const tokens = tokensOf(text)
  return shapes.getOrMake(normalized(tokens), (shown) => ({
    text: shown,
    kind: kindOf(tokens),
    mayChangeSession: changing.test(shown),
  }))
}

const sessionWords = new Set(
  'begin start commit end rollback abort savepoint release set reset show listen unlisten deallocate discard prepare'.split(
    ' ',
  ),
)
const writeWords = new Set(['insert', 'update', 'delete', 'merge', 'copy'])

function kindOf(tokens: readonly Token[]): StatementKind {
  const words = tokens.filter(({ kind }) => kind === 'word').map(({ text }) => text)
  const [first = ''] = words
  if (sessionWords.has(first)) return 'session'
  if (writeWords.has(first)) return 'write'
  if (first === 'with') return words.some((one) => writeWords.has(one)) ? 'write' : 'read'
  if (first === 'select') {
    if (words[1] === 'set_config') return 'session'
    return tokens.length <= 3 ? 'session' : 'read'
  }
  return first === 'values' || first === 'table' ? 'read' : 'other'
}

/** Values of a list are written as one, and rows of values too: batches of different sizes are one statement. */
function normalized(tokens: readonly Token[]): string {
  const words: string[] = []
  for (const { kind, text } of tokens) {
    words.push(kind === 'string' || kind === 'number' ? '?' : kind === 'quoted' ? quoted(text) : text)
    if (text === ')' || text === ']') collapse(words, text)
  }
  return joined(words)
}

function quoted(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`
}

/** `in ($1, $2)` is `in (…)`, and `values ($1, $2), ($3, $4)` is `values (…)`. */
function collapse(words: string[], close: string): void {
  let open = words.length - 2
  while (open >= 0 && (words[open] === ',' || isValue(words[open] as string))) open--
  const before = words[open - 1] ?? ''
  if (words[open] !== (close === ')' ? '(' : '[') || open > words.length - 3) return
  if (before === ',' && words.slice(open - 4, open - 1).join('') === '(…)') words.length = open - 1
  else if (before === 'values' || (open < words.length - 3 && (before === 'in' || close === ']')))
    words.splice(open + 1, words.length - open - 2, '…')
}

function isValue(word: string): boolean {
  return word === '?' || (word.charCodeAt(0) === 36 && word.length > 1)
}

const noneBefore = new Set(['.', ',', ')', '[', ']', '::', ';'])
const noneAfter = new Set(['', '.', '(', '[', '::'])
const spaced = new Set(
  'in any values and or where from as on not select exists over using by then when else'.split(' '),
)

function joined(words: readonly string[]): string {
  let text = ''
  let previous = ''
  for (const word of words) {
    const isCall = word === '(' && /[\w"]$/.test(previous) && !spaced.has(previous)
    text += noneBefore.has(word) || noneAfter.has(previous) || isCall ? word : ` ${word}`
    previous = word
  }
  return text
}

/** The text with `$n` in the place of each literal, as `pg_stat_statements` has it. */
export function parameterized(text: string): string {
  const tokens = tokensOf(text)
  let last = Math.max(0, ...tokens.flatMap(({ kind, text: own }) => (kind === 'parameter' ? Number(own.slice(1)) : [])))
  let shown = ''
  let at = 0
  for (const { kind, start, end } of tokens) {
    // Comments go: what stands in them is the application's own affair.
    const between = text.slice(at, start)
    shown += at === 0 || between === '' ? '' : between.includes('\n') ? '\n' : ' '
    shown += kind === 'string' || kind === 'number' ? `$${++last}` : text.slice(start, end)
    at = end
  }
  return shown
}
