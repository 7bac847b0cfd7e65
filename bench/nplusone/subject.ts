export interface Author {
  readonly id: number
}

export interface Post {
  readonly id: number
  readonly author_id: number
}

export type Row = Readonly<Record<string, unknown>>

/** What every driver and ORM can be asked, in its own usual way. Queries are not awaited here: what is lazy stays so. */
export interface Queries {
  authors(limit: number, after?: number): PromiseLike<readonly Author[]>
  postsOf(author: number): PromiseLike<readonly Post[]>
  authorOf(id: number): PromiseLike<unknown>
  posts(limit: number, after?: number, offset?: number): PromiseLike<readonly Post[]>
  postsOfMany(authors: readonly number[]): PromiseLike<readonly Post[]>
  rename(author: number, name: string): PromiseLike<unknown>
  raw(text: string, values?: readonly unknown[]): PromiseLike<readonly Row[]>
}

export interface Subject extends Queries {
  readonly name: string
  /** Of the file in which its queries are written. */
  readonly file: string
  /** Whether keys that are asked for one by one in one tick are sent as a batch. */
  readonly batches?: boolean
  transaction(work: (queries: Queries) => Promise<void>): Promise<void>
  /** Authors with their posts, as the ORM loads them; null where there is no such thing. */
  readonly eager: ((limit: number) => Promise<unknown>) | null
  /** The posts of each of the authors by a relation that loads itself; null where there is no such thing. */
  readonly lazy: ((limit: number) => Promise<unknown>) | null
  close(): Promise<unknown>
}

/** Opens one on a database, with as many connections as are given. */
export type Open = (url: string, connections: number) => Promise<Subject>

export const tables = {
  authors: 'select id, name from author where id > $1 order by id limit $2',
  postsOf: 'select id, title from post where author_id = $1',
  authorOf: 'select name from author where id = $1',
  posts: 'select id, author_id from post where id > $1 order by id limit $2 offset $3',
  postsOfMany: 'select id, author_id from post where author_id = any($1)',
  rename: 'update author set name = $2 where id = $1',
} as const
