import { existsSync } from 'node:fs'
import path from 'node:path'
import { isUnfinished, StatementCutter } from '../../sql/index.ts'
import type { MigrationStatement } from '../migration.ts'
import { badMigration } from './bad-migration.ts'
import { startsAsSql } from './first-words.ts'
import { LineCounter } from './line-counter.ts'
import { migrationText } from './migration-text.ts'
import { meaningOf, type PsqlCommand, psqlCommandAt } from './psql-command.ts'

/**
 * The statements of a file, each without the comments before it and with its line. Of psql's commands, those that only
 * change what is printed are passed over, and files that it includes are read in their place.
 *
 * @param text where it is not the file as it is: with the lines of what is left out, so that lines keep their numbers
 * @throws PgwrightError `bad-file` with file and line, for what is unfinished, no SQL, or depends on psql; `usage` where
 *   the file can't be opened
 */
export async function statementsOf(file: string, text?: string): Promise<MigrationStatement[]> {
  const reader = new SqlFileReader(file, text ?? (await migrationText(file)), [])
  const statements = await reader.read()
  if (statements.length > 0 && !statements.some(({ sql }) => startsAsSql(sql)))
    throw badMigration(file, null, 'it holds no SQL')
  return statements
}

class SqlFileReader {
  readonly #file: string
  readonly #text: string
  readonly #within: readonly string[]
  readonly #cutter: StatementCutter
  readonly #lines: LineCounter
  readonly #statements: MigrationStatement[] = []
  /** Names of psql's variables. */
  readonly #variables = new Set<string>()
  /** Between the last statement and this one. */
  #comments = ''
  #ended = false

  /** @param within the files that include this one */
  constructor(file: string, text: string, within: readonly string[]) {
    this.#file = file
    this.#text = text
    this.#within = within
    this.#cutter = new StatementCutter(text, { atBackslash: true })
    this.#lines = new LineCounter(text)
  }

  async read(): Promise<MigrationStatement[]> {
    const cutter = this.#cutter
    while (!this.#ended && cutter.next()) {
      if (cutter.open !== null) break
      const { start, end, by } = cutter
      const sql = this.#text.slice(start, end).trimEnd()
      const line = this.#lines.lineOf(start)
      this.#comments = this.#text.slice(cutter.from, start).trim()
      if (by === 'text' && isUnfinished(sql)) throw badMigration(this.#file, line, 'its last statement is unfinished')
      if (by === 'backslash') await this.#command(sql, line, psqlCommandAt(this.#text, end))
      else this.#add(sql, line)
    }
    if (cutter.open !== null) {
      const line = new LineCounter(this.#text).lineOf(cutter.open)
      throw badMigration(this.#file, line, 'a statement, quote or comment that begins there has no end')
    }
    return this.#statements
  }

  #add(sql: string, line: number, notRehearsed: string | null = this.#reasonAgainst(sql)): void {
    this.#statements.push({
      line,
      sql,
      ...(this.#comments !== '' && { comments: this.#comments }),
      ...(this.#within.length > 0 && { file: this.#file }),
      ...(notRehearsed !== null && { notRehearsed }),
    })
    if (copiesIn.test(sql)) this.#passRows(line)
  }

  #reasonAgainst(sql: string): string | null {
    if (copiesIn.test(sql)) return 'It reads rows, and a rehearsal has none.'
    for (const [, ...names] of sql.matchAll(variable)) {
      if (names.some((name) => name !== undefined && this.#variables.has(name)))
        return 'It has variables of psql, which are not filled in here.'
    }
    return null
  }

  /** The rows stand on the lines after the statement, up to `\.`. */
  #passRows(line: number): void {
    const from = this.#text.indexOf('\n', this.#cutter.end)
    rowsEnd.lastIndex = from === -1 ? this.#text.length : from
    if (!rowsEnd.test(this.#text)) throw badMigration(this.#file, line, 'the rows after its COPY have no end')
    this.#cutter.goTo(rowsEnd.lastIndex)
  }

  /** @param sql what stands before the command and has no end yet; empty where it begins a line */
  async #command(sql: string, line: number, command: PsqlCommand): Promise<void> {
    const { name, argument, end } = command
    const meaning = meaningOf(command)
    this.#cutter.goTo(end)
    if (meaning === 'end') {
      if (sql !== '') this.#add(sql, line)
    } else if (meaning === 'run') {
      if (sql !== '') this.#add(sql, line, `psql does more with its result: \\${name}.`)
    } else if (meaning === 'other' || sql !== '') {
      const hint = 'Rehearse what psql sends: pgwright rehearse --against … -- psql -f FILE.'
      throw badMigration(this.#file, line, `it depends on psql's \\${name}`, hint)
    } else if (meaning === 'copy') {
      this.#add(`\\copy ${argument}`.trimEnd(), line, 'It reads or writes rows of a file, and a rehearsal has none.')
    } else if (meaning === 'set') this.#variables.add(/^\S*/.exec(argument)?.[0] ?? '')
    else if (meaning === 'quit') this.#ended = true
    else if (meaning !== 'show') await this.#include(argument, line, meaning === 'include')
  }

  async #include(name: string, line: number, fromHere: boolean): Promise<void> {
    const beside = path.resolve(path.dirname(this.#file), name)
    const file = fromHere && existsSync(name) ? name : beside
    const within = [...this.#within, this.#file]
    if (within.some((other) => path.resolve(other) === path.resolve(file)))
      throw badMigration(this.#file, line, 'it includes itself')
    if (!existsSync(file)) throw badMigration(this.#file, line, `the file ${name} that it includes is not there`)
    this.#statements.push(...(await new SqlFileReader(file, await migrationText(file), within).read()))
  }
}

const copiesIn = /^copy\b[\s\S]*\bfrom\s+stdin\b/i
const rowsEnd = /^\\\.\r?$/gm
const variable = /(?<!:):(?:(\w+)|'(\w+)'|"(\w+)")/g
