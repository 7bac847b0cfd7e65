import type { Snapshot } from '../../model/index.ts'
import type { Reading } from './reading.ts'

/** Select-list expression: the tablespace of a relation with a file; without one named it is in the database's. */
export function tablespaceOf(relation: string): string {
  return `case when ${relation}.relkind in ('r', 'm', 'i') then (select s.spcname from pg_tablespace s
    where s.oid = coalesce(nullif(${relation}.reltablespace, 0),
      (select d.dattablespace from pg_database d where d.datname = current_database()))) end`
}

/** Tablespaces in which reading has costs of its own. */
export async function readTablespaces({ client }: Reading): Promise<Snapshot['tablespaces']> {
  const { rows } = await client.query<Snapshot['tablespaces'][number]>(
    `select spcname as name, spcoptions as options from pg_tablespace where spcoptions is not null order by spcname`,
  )
  return rows
}
