import type { Snapshot } from '../../model/index.ts'
import { quoteIdentifier, quoteQualified } from '../../sql/index.ts'
import { type Definition, defined } from './definition.ts'

/** Those of identity columns come with their columns. */
export function sequenceDefinitions({ sequences }: Snapshot): Definition[] {
  return sequences
    .filter(({ column }) => column?.identity !== true)
    .map(({ schema, name, type, options = '' }) => {
      const as = type === undefined ? '' : ` as ${type}`
      return defined('sequence', schema, name, `create sequence ${quoteQualified(schema, name)}${as} ${options}`.trim())
    })
}

/** A serial column's sequence goes with the column, and with its table. */
export function sequenceOwnership({ sequences }: Snapshot): Definition[] {
  return sequences.flatMap(({ schema, name, column }) => {
    if (!column || column.identity) return []
    const sequence = quoteQualified(schema, name)
    const sql = `alter sequence ${sequence} owned by ${columnName(column.schema, column.table, column.name)}`
    return { object: `owner of sequence ${sequence}`, sql }
  })
}

/** What stands in brackets after `as identity`, by the column's name as {@link columnName} writes it. */
export function identityOptions({ sequences }: Snapshot): ReadonlyMap<string, string> {
  return new Map(
    sequences.flatMap(({ schema, name, options = '', column }) =>
      column?.identity
        ? [
            [
              columnName(column.schema, column.table, column.name),
              `sequence name ${quoteQualified(schema, name)} ${options}`,
            ],
          ]
        : [],
    ),
  )
}

export function columnName(schema: string, table: string, column: string): string {
  return `${quoteQualified(schema, table)}.${quoteIdentifier(column)}`
}
