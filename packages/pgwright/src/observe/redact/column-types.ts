import type { ColumnStatistics, Snapshot } from '../../model/index.ts'
import { parseArrayText, quoteQualified } from '../../sql/index.ts'
import { type Structure, structures } from './structure.ts'

/** What is known of the values in a column's statistics. */
export interface ValueTypes {
  readonly whole: Structure
  /** Of the common elements; null where there can be none. */
  readonly element: Structure | null
}

/** Looks types up. The expression of an index has no type in a snapshot: it is told from the values. */
export function columnTypes(snapshot: Snapshot): (statistics: ColumnStatistics) => ValueTypes {
  const structureOf = structures(snapshot)
  const defaultCollation = snapshot.database.locale ?? snapshot.database.collate
  const types = new Map<string, ValueTypes>()
  for (const { schema, name, columns } of snapshot.relations) {
    for (const { name: column, type, collation } of columns) {
      const sortedBy = collation === null ? defaultCollation : unquoted(collation)
      types.set(`${quoteQualified(schema, name)}.${column}`, typesOf(structureOf(type, sortedBy)))
    }
  }
  return (statistics) => {
    const { schema, table, column } = statistics
    const known = types.get(`${quoteQualified(schema, table)}.${column}`)
    if (known !== undefined) return known
    return typesOf(structureOf(guessedType(statistics), defaultCollation))
  }
}

function typesOf(whole: Structure): ValueTypes {
  if (whole.kind === 'leaf' && whole.type === 'tsvector')
    return { whole, element: { kind: 'leaf', type: 'lexeme', collation: 'C' } }
  return { whole, element: whole.kind === 'array' ? whole.of : null }
}

const forms: readonly (readonly [RegExp, string])[] = [
  [/^[tf]$/, 'boolean'],
  [/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'uuid'],
  [/^\d{4}-\d\d-\d\d$/, 'date'],
  [/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?\+00$/, 'timestamp with time zone'],
  [/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?$/, 'timestamp without time zone'],
  [/^\\x[0-9a-f]*$/, 'bytea'],
  [/^[{["]/, 'jsonb'],
  // Digits of one width stand for a number as well as for a text, in the same order.
  [/^-?\d+(\.\d+)?$/, 'digits'],
]

/** What is of no known form is taken for text. */
function guessedType({ commonValues, histogram }: ColumnStatistics): string {
  const values = [commonValues, histogram].flatMap((text) => (text === null ? [] : parseArrayText(text)))
  return forms.find(([form]) => values.every((value) => form.test(value)))?.[1] ?? 'text'
}

/** `pg_catalog."de-x-icu"` → `de-x-icu`. */
function unquoted(collation: string): string {
  return collation.replace(/^.*?\.(?="?[^".]*"?$)/, '').replaceAll('"', '')
}
