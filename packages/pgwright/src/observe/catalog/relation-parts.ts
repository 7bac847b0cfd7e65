import { quoteQualified } from '../../sql/index.ts'
import type { Reading } from './reading.ts'
import type { CatalogRelation } from './relations.ts'
import { readUnlocked } from './unlocked.ts'

/**
 * Rows of `sql`, which takes the relations' oids as $1. Where a lock is in the way it says of which relation `what`
 * ("indexes") is missing.
 */
export async function readParts<Row extends object>(
  reading: Reading,
  relations: readonly CatalogRelation[],
  what: string,
  sql: string,
): Promise<Row[]> {
  const oids = relations.map(({ oid }) => oid)
  const { rows, locked } = await readUnlocked<Row>(reading.client, sql, oids)
  for (const { oid, relation } of relations) {
    if (!locked.includes(oid)) continue
    reading.missed({
      object: quoteQualified(relation.schema, relation.name),
      reason: `Another session holds an exclusive lock that its ${what} can't be read past, or has changed them meanwhile.`,
      effect: `Its ${what} are left out; plans of statements that use it may differ.`,
    })
  }
  return rows
}
