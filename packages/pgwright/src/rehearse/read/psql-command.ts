/** A command of psql: a backslash, a word, and the rest of its line. */
export interface PsqlCommand {
  readonly name: string
  /** Without the quotes around it. */
  readonly argument: string
  /** Where the text goes on. */
  readonly end: number
}

/**
 * What a command is to a rehearsal.
 *
 * `show`: it changes what psql prints, or nothing. `set`: a variable. `include`, `include-beside`: another file, sought
 * from where psql runs, or from the file's own folder. `end`: of the statement before it. `run`: psql runs that
 * statement, and does with its result what only psql can. `copy`: rows of a file. `quit`: nothing after it is run.
 * `other`: what follows depends on it.
 */
export type PsqlMeaning = 'show' | 'set' | 'include' | 'include-beside' | 'end' | 'run' | 'copy' | 'quit' | 'other'

const meanings: Readonly<Record<string, PsqlMeaning>> = {
  set: 'set',
  i: 'include',
  include: 'include',
  ir: 'include-beside',
  include_relative: 'include-beside',
  g: 'end',
  gx: 'end',
  ';': 'end',
  gset: 'run',
  gexec: 'run',
  gdesc: 'run',
  watch: 'run',
  crosstabview: 'run',
  copy: 'copy',
  q: 'quit',
  quit: 'quit',
}

const shown =
  /^(timing|echo|qecho|warn|pset|x|a|t|f|h|help|\?|o|out|unset|encoding|errverbose|conninfo|copyright|html|H|T|C|p|print|l\+?|list|d\w*[S+]*|z|sf\+?|sv\+?|restrict|unrestrict|!)$/

export function meaningOf({ name }: PsqlCommand): PsqlMeaning {
  const meaning = Object.hasOwn(meanings, name) ? meanings[name] : undefined
  return meaning ?? (shown.test(name) ? 'show' : 'other')
}

/** @param position of the backslash */
export function psqlCommandAt(text: string, position: number): PsqlCommand {
  const newline = text.indexOf('\n', position)
  const end = newline === -1 ? text.length : newline
  const line = text.slice(position + 1, end).trim()
  // Cuts one statement from the next on the same line.
  if (line.startsWith(';')) return { name: ';', argument: '', end: position + 2 }
  const [name = ''] = /^[^\s'"\\]*/.exec(line) ?? []
  return { name, argument: unquoted(line.slice(name.length).trim()), end }
}

function unquoted(argument: string): string {
  const quoted = /^'((?:[^']|'')*)'$/.exec(argument)?.[1]
  return quoted === undefined ? argument : quoted.replaceAll("''", "'")
}
