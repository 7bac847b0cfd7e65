import type pg from 'pg'

/** A pool, or a client in a transaction where the rows are to be those that it sees. */
export type Queryable = pg.Pool | pg.ClientBase
