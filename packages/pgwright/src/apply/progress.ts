import type { ClientBase } from 'pg'

export interface BuildProgress {
  /** In PostgreSQL's words, which are not translated. */
  readonly phase: string
  /** Of the phase, 0 to 1; null where PostgreSQL does not tell. */
  readonly share: number | null
}

/** How far a backend's index build is; null while it builds none. */
export async function buildProgress(client: ClientBase, pid: number): Promise<BuildProgress | null> {
  // Counters of an earlier phase stay as they were, so the phase decides which of them count.
  const { rows } = await client.query<BuildProgress>(
    `select phase, (case
         when phase like 'waiting %' then lockers_done::float8 / nullif(lockers_total, 0)
         when phase like '%loading tuples%' then tuples_done::float8 / nullif(tuples_total, 0)
         when phase like '%scanning%' then blocks_done::float8 / nullif(blocks_total, 0)
       end) as share
     from pg_catalog.pg_stat_progress_create_index where pid = $1`,
    [pid],
  )
  return rows[0] ?? null
}
