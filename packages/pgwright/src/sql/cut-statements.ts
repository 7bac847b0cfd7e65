import { Scanner } from './scanner.ts'

/**
 * The statements of a text, cut at semicolons outside quotes, each with the comments before it. Those in the
 * brackets of `create rule` and in the body of `create function … begin atomic … end` are its own; psql tells them alike.
 */
export function cutStatements(text: string): string[] {
  const scanner = new Scanner(text)
  const statements: string[] = []
  let from = 0
  let place = start
  while (scanner.next()) {
    const { kind } = scanner
    if (kind === 'blank' || kind === 'comment') continue
    if (kind === 'semicolon' && place.brackets === 0 && place.blocks === 0) {
      if (place !== start) statements.push(text.slice(from, scanner.start))
      from = scanner.end
      place = start
    } else place = after(place, text.slice(scanner.start, scanner.end).toLowerCase())
  }
  if (place !== start) statements.push(text.slice(from))
  return statements
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
