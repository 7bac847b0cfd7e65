import type pg from 'pg'

/** A pool, or a client in a transaction where several pages are to see the same rows. */
export type Queryable = pg.Pool | pg.ClientBase
