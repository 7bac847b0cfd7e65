import type pg from 'pg'

/** A pool, or a client: within its transaction where it is in one, so that all is seen and written as that sees it. */
export type Queryable = pg.Pool | pg.ClientBase
