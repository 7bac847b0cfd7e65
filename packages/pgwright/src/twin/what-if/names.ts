import { type Index, type ObjectName, PgwrightError, type Relation, type Snapshot } from '../../model/index.ts'
import { quoteIdentifier, quoteQualified } from '../../sql/index.ts'

/**
 * The relation that a user names: quoted or not, with its schema or without, which is then looked for along the
 * source's search path, and after that anywhere as long as only one is called so.
 *
 * @throws PgwrightError `usage` where there is none, or more than one
 */
export function findRelation(snapshot: Snapshot, text: string): Relation {
  return find(snapshot, snapshot.relations, text, 'table')
}

/** See {@link findRelation}. */
export function findIndex(snapshot: Snapshot, text: string): Index {
  return find(snapshot, snapshot.indexes, text, 'index')
}

/**
 * The column that a user names, quoted or not.
 *
 * @throws PgwrightError `usage` where there is none, or where the name without quotes could be one of two
 */
export function findColumn({ schema, name, columns }: Relation, text: string): string {
  const wanted = parseName(text)
  const relation = quoteQualified(schema, name)
  const called = columns.filter(
    (column) => column.name === text || (wanted?.schema === null && matchesPart(column.name, wanted.name)),
  )
  const [first, second] = called.map((column) => column.name)
  if (first === undefined) {
    const some = columns
      .slice(0, 20)
      .map((column) => quoteIdentifier(column.name))
      .join(', ')
    const hint = `It has ${some}${columns.length > 20 ? ', …' : ''}.`
    throw new PgwrightError('usage', `There is no column ${text} of ${relation}.`, hint)
  }
  if (second === undefined) return first
  const names = `${quoteIdentifier(first)} or ${quoteIdentifier(second)}`
  throw new PgwrightError('usage', `${text} of ${relation} could be ${names}.`, 'Give it in double quotes.')
}

/** The key under which an object is kept in maps: quoted and qualified. */
export function keyOf({ schema, name }: ObjectName): string {
  return quoteQualified(schema, name)
}

/** Reads a name as `format('%I.%I')` writes it; null where it is none. */
export function readQualified(text: string): ObjectName | null {
  const parsed = parseName(text)
  return parsed?.schema == null ? null : { schema: parsed.schema.text, name: parsed.name.text }
}

function find<T extends ObjectName>(snapshot: Snapshot, objects: readonly T[], text: string, what: string): T {
  const wanted = parseName(text)
  const called = objects.filter((object) => isWritten(object, text) || (wanted !== null && matches(object, wanted)))
  const [first, second] = called
  if (first === undefined && wanted === null) {
    throw new PgwrightError(
      'usage',
      `${text} is not the name of ${withArticle(what)}.`,
      'Give it as name, or as schema.name, in double quotes where that is more than a word.',
    )
  }
  if (first === undefined) {
    throw new PgwrightError('usage', `There is no ${what} ${text}.`, 'Check the name, and its schema.')
  }
  if (second === undefined) return first
  for (const schema of searchPath(snapshot)) {
    // As PostgreSQL has it for whoever took the snapshot.
    const own = schema === '$user' ? snapshot.takenBy : schema
    const found = called.find((object) => object.schema === own)
    if (found !== undefined) return found
  }
  const names = called.map(keyOf).join(', ')
  throw new PgwrightError('usage', `${text} could be any of ${names}.`, 'Give its schema too.')
}

interface Wanted {
  readonly schema: NamePart | null
  readonly name: NamePart
}

interface NamePart {
  readonly text: string
  readonly quoted: boolean
}

function parseName(text: string): Wanted | null {
  const parts = namePattern.exec(text.trim())
  if (parts === null) return null
  const [, first, second] = parts
  if (first === undefined) return null
  return second === undefined
    ? { schema: null, name: parsePart(first) }
    : { schema: parsePart(first), name: parsePart(second) }
}

const namePattern = /^("(?:[^"]|"")+"|[^".\s]+)(?:\.("(?:[^"]|"")+"|[^".\s]+))?$/

function parsePart(part: string): NamePart {
  return part.startsWith('"')
    ? { text: part.slice(1, -1).replaceAll('""', '"'), quoted: true }
    : { text: part, quoted: false }
}

/** A shell takes double quotes away, also around names that have spaces in them. */
function isWritten({ schema, name }: ObjectName, text: string): boolean {
  return text === name || text === `${schema}.${name}`
}

function matches(object: ObjectName, { schema, name }: Wanted): boolean {
  return matchesPart(object.name, name) && (schema === null || matchesPart(object.schema, schema))
}

/** A shell takes double quotes away, so a name that needs them is understood without, where it is written as it is. */
function matchesPart(name: string, { text, quoted }: NamePart): boolean {
  return name === text || (!quoted && name === text.toLowerCase())
}

/** The schemas that a name without one is looked for in, `$user` among them as it stands. */
export function searchPath({ settings }: Snapshot): string[] {
  const path = settings.find(({ name }) => name === 'search_path')?.setting ?? 'public'
  return [...path.matchAll(/"((?:[^"]|"")+)"|([^\s,"]+)/g)].map(([, quoted, plain]) =>
    quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'),
  )
}

function withArticle(what: string): string {
  return what === 'index' ? `an ${what}` : `a ${what}`
}
