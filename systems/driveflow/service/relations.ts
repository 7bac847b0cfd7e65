import type { Connection } from 'pgwright'

interface Row {
  readonly id: string
}

/** Prisma splits a list of more: the protocol counts parameters in two bytes, and Prisma stays below half of that. */
const mostParameters = 32_766

/**
 * What Prisma's `include` asks for one relation: every column, of the rows whose key is in a list with one parameter
 * for each value.
 *
 * @param column quoted where it has to be
 */
export async function related<Related>(
  db: Connection,
  table: string,
  column: string,
  keys: Iterable<string>,
): Promise<readonly Related[]> {
  const distinct = [...new Set(keys)]
  const rows: Related[] = []
  for (let first = 0; first < distinct.length; first += mostParameters) {
    const batch = distinct.slice(first, first + mostParameters)
    const list = batch.map((_, position) => `$${position + 1}`).join(',')
    for (const row of await db.query<Related>(`select * from "${table}" where "${column}" in (${list})`, batch)) {
      rows.push(row)
    }
  }
  return rows
}

/** The related rows by their own id. */
export async function relatedById<Related extends Row>(
  db: Connection,
  table: string,
  ids: Iterable<string>,
): Promise<ReadonlyMap<string, Related>> {
  const rows = await related<Related>(db, table, 'id', ids)
  return new Map(rows.map((row) => [row.id, row]))
}
