import type { Index, Snapshot } from '../../model/index.ts'
import { quoteIdentifier, quoteQualified } from '../../sql/index.ts'
import { type Definition, defined } from './definition.ts'
import { isOwnNotNull } from './tables.ts'

/** Ordinary not-null constraints come with the columns; a foreign key needs the key that it points to. */
const order = ['primary', 'unique', 'exclusion', 'check', 'not-null', 'foreign'] as const

export function constraintDefinitions({ constraints }: Snapshot): Definition[] {
  return order.flatMap((kind) =>
    constraints
      .filter((constraint) => constraint.kind === kind && (kind !== 'not-null' || isOwnNotNull(constraint)))
      .map(({ schema, table, name, definition }) => {
        const on = quoteQualified(schema, table)
        const sql = `alter table ${on} add constraint ${quoteIdentifier(name)} ${definition}`
        return { object: `constraint ${quoteIdentifier(name)} on ${on}`, sql }
      }),
  )
}

/** Indexes that no constraint makes. An invalid one is seen by no plan. */
export function indexDefinitions({ indexes, constraints }: Snapshot): Definition[] {
  const made = new Set(
    constraints
      .filter(({ kind, index }) => index !== null && ['primary', 'unique', 'exclusion'].includes(kind))
      .map(({ schema, index }) => quoteQualified(schema, index ?? '')),
  )
  const valid = indexes.filter((index) => index.valid)
  const names = new Set(valid.flatMap(spellings))
  return [
    ...valid
      .filter((index) => !made.has(quoteQualified(index.schema, index.name)))
      .map(({ schema, name, definition }) => defined('index', schema, name, definition)),
    ...valid.flatMap((index) => (index.parentIndex !== null && names.has(index.parentIndex) ? attachment(index) : [])),
  ]
}

/** A name as the server may have written it: each part quoted only where it must be. */
function spellings({ schema, name }: Index): string[] {
  return [schema, quoteIdentifier(schema)].flatMap((first) =>
    [name, quoteIdentifier(name)].map((second) => `${first}.${second}`),
  )
}

/** A partitioned index is made on the parent alone, and then given the partitions' own. */
function attachment({ schema, name, parentIndex }: Index): Definition[] {
  const child = quoteQualified(schema, name)
  return [{ object: `partition of index ${parentIndex}`, sql: `alter index ${parentIndex} attach partition ${child}` }]
}
