import { quoteIdentifier, quoteQualified } from '../../../sql/index.ts'

const identifier = '(?:"(?:[^"]|"")+"|[^\\s".]+)'
const head = new RegExp(
  `^CREATE (UNIQUE )?INDEX ${identifier} ON (?:ONLY )?${identifier}(?:\\.${identifier})? (USING .*)$`,
  's',
)

/** What is to be other in an index's definition. */
export interface Redefinition {
  readonly name: string
  readonly schema: string
  readonly table: string
  /** Not for partitions: of a partitioned table, to which theirs are then attached. */
  readonly only: boolean
  readonly unique: boolean
}

/** `pg_get_indexdef` of an index, made over to another table; null where it is written as none that is known. */
export function redefine(definition: string, { name, schema, table, only, unique }: Redefinition): string | null {
  const [, , rest] = head.exec(definition) ?? []
  if (rest === undefined) return null
  const on = `${only ? 'ONLY ' : ''}${quoteQualified(schema, table)}`
  return `CREATE ${unique ? 'UNIQUE ' : ''}INDEX ${quoteIdentifier(name)} ON ${on} ${rest}`
}
