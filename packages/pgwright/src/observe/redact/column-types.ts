import type { ColumnStatistics, Snapshot } from '../../model/index.ts'
import { quoteQualified } from '../../sql/index.ts'

/** Type and collation of the values in a column's statistics. */
export interface ValueType {
  /** As `format_type` writes it. */
  readonly type: string
  /** Name alone, without its schema. */
  readonly collation: string
  /** An enum's labels and the two booleans are part of the schema and tell nothing of the data. */
  readonly ofSchema: boolean
}

/** Looks types up; null for the expression of an index, whose type a snapshot does not say. */
export function columnTypes(snapshot: Snapshot): (statistics: ColumnStatistics) => ValueType | null {
  const enums = new Set(snapshot.types.flatMap(({ definition }) => enumName.exec(definition)?.[1] ?? []))
  const types = new Map<string, ValueType>()
  for (const { schema, name, columns } of snapshot.relations) {
    for (const { name: column, type, collation } of columns) {
      types.set(`${quoteQualified(schema, name)}.${column}`, {
        type,
        collation: collation === null ? (snapshot.database.locale ?? snapshot.database.collate) : unquoted(collation),
        ofSchema: ['boolean', ...enums].includes(type.replace(/\[\]$/, '')),
      })
    }
  }
  return ({ schema, table, column }) => types.get(`${quoteQualified(schema, table)}.${column}`) ?? null
}

const enumName = /^create type (.+?) as enum \(/s

/** `pg_catalog."de-x-icu"` → `de-x-icu`. */
function unquoted(collation: string): string {
  return collation.replace(/^.*?\.(?="?[^".]*"?$)/, '').replaceAll('"', '')
}
