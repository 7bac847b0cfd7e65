import { type Index, type ObjectName, PgwrightError, type Relation, type Snapshot } from '../../model/index.ts'
import { quoteQualified } from '../../sql/index.ts'

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
  if (wanted === null) {
    throw new PgwrightError(
      'usage',
      `${text} is not the name of ${withArticle(what)}.`,
      'Give it as name, or as schema.name.',
    )
  }
  const called = objects.filter((object) => matches(object, wanted))
  const [first, second] = called
  if (first === undefined) {
    throw new PgwrightError('usage', `There is no ${what} ${text} in the snapshot.`, 'Check the name, and its schema.')
  }
  if (second === undefined) return first
  for (const schema of searchPath(snapshot)) {
    const found = called.find((object) => object.schema === schema)
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
