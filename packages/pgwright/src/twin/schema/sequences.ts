import type { Sequence, Snapshot } from '../../model/index.ts'
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
    const of = `${quoteQualified(column.schema, column.table)}.${quoteIdentifier(column.name)}`
    return { object: `owner of sequence ${sequence}`, sql: `alter sequence ${sequence} owned by ${of}` }
  })
}

/** The sequence of each identity column, by table and column. */
export class IdentitySequences {
  readonly #sequences: ReadonlyMap<string, Sequence>

  constructor({ sequences }: Snapshot) {
    this.#sequences = new Map(
      sequences.flatMap((sequence) =>
        sequence.column?.identity
          ? [[keyOf(sequence.column.schema, sequence.column.table, sequence.column.name), sequence]]
          : [],
      ),
    )
  }

  /** What stands in brackets after `as identity`; empty where nothing is known of it. */
  clause(schema: string, table: string, column: string): string {
    const sequence = this.#sequences.get(keyOf(schema, table, column))
    if (sequence === undefined) return ''
    return ` (sequence name ${quoteQualified(sequence.schema, sequence.name)} ${sequence.options ?? ''})`
  }
}

function keyOf(...names: readonly string[]): string {
  return JSON.stringify(names)
}
