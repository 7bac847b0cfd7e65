import type { PolicyRow } from './policy-row.ts'

const asText = new Set(['text', 'character varying'])

/** Columns that PostgreSQL compares as text without converting them. */
export function textColumns({ columns }: PolicyRow): ReadonlySet<string> {
  return new Set(columns.filter(({ type }) => asText.has(type)).map(({ name }) => name))
}
