import { Scanner } from './scanner.ts'

/** A statement cut at its values: `pieces[0] values[0] pieces[1] values[1] … pieces[n]`. */
export interface Template {
  /** The same for texts that are alike but for literals, comments and the length of white space. */
  readonly key: string
  readonly pieces: readonly string[]
  /** Literals as they stand in the text, and parameters (`$1`). */
  readonly values: readonly string[]
}

/** Cuts a statement at its literals and parameters. Comments go, but for PostgreSQL 18's mark of a list of any length. */
export function templateOf(sql: string): Template {
  const pieces: string[] = []
  const values: string[] = []
  const scanner = new Scanner(sql)
  let key = ''
  let piece = ''
  let before: Before = 'other'
  while (scanner.next()) {
    const { kind } = scanner
    const text = sql.slice(scanner.start, scanner.end)
    if (kind === 'blank' || kind === 'comment') {
      piece += spaceFor(text, before, piece)
    } else if (kind === 'literal' || kind === 'parameter') {
      const signed = before === 'sign' && isDigits.test(text)
      if (signed) piece = piece.replace(/-\s*$/, '')
      pieces.push(piece)
      values.push(signed ? `-${text}` : text)
      key += piece + (kind === 'literal' ? '?' : text)
      piece = ''
      before = kind === 'literal' ? 'literal' : 'operand'
    } else {
      piece += text
      before = after(kind, text, before)
    }
  }
  pieces.push(piece)
  // A text that was cut within a string is not the same as one that is whole.
  return { key: key + piece + (scanner.open ? '…' : ''), pieces, values }
}

/** What stands before a token; `sign` is a minus that belongs to the number behind it. */
type Before = 'operand' | 'literal' | 'operator' | 'sign' | 'other'

function spaceFor(text: string, before: Before, piece: string): string {
  if (text === listMark) return text
  // Two strings on two lines are one string, and on one line an error.
  if (before === 'literal' && text.includes('\n')) return '\n'
  return piece.endsWith(' ') || piece.endsWith('\n') ? '' : ' '
}

function after(kind: Scanner['kind'], text: string, before: Before): Before {
  if (text === '-') return before === 'operand' || before === 'literal' ? 'operator' : 'sign'
  if (kind === 'word') return beforeOperand.has(text.toLowerCase()) ? 'other' : 'operand'
  return text === ')' || text === ']' ? 'operand' : 'other'
}

const isDigits = /^[\d.]/

const listMark = '/*, ... */'

/** The statement again, `value` giving what is put in place of each of its values. */
export function fillTemplate({ pieces, values }: Template, value: (text: string, at: number) => string): string {
  return pieces.map((piece, at) => (at < values.length ? piece + value(values[at] ?? '', at) : piece)).join('')
}

/** Key words that a signed number can stand behind. */
const beforeOperand = new Set(
  'select distinct all where and or not then else when case in between by values limit offset returning like on having set is from to'.split(
    ' ',
  ),
)
