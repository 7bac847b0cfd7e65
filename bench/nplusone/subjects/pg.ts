import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { instrument } from '../../../packages/runtime/src/drivers/pg.ts'
import { type Author, type Open, type Post, type Queries, type Row, tables } from '../subject.ts'

type Asked = { query(text: string, values?: unknown[]): Promise<{ rows: never[] }> }

const rowsOf = async <One>(answer: Promise<{ rows: One[] }>): Promise<One[]> => (await answer).rows

function queries(db: Asked): Queries {
  return {
    authors: (limit, after = 0) => rowsOf<Author>(db.query(tables.authors, [after, limit])),
    postsOf: (author) => rowsOf<Post>(db.query(tables.postsOf, [author])), // postsOf
    authorOf: (id) => rowsOf(db.query(tables.authorOf, [id])), // authorOf
    posts: (limit, after = 0, offset = 0) => rowsOf<Post>(db.query(tables.posts, [after, limit, offset])),
    postsOfMany: (authors) => rowsOf<Post>(db.query(tables.postsOfMany, [authors])),
    rename: (author, name) => db.query(tables.rename, [author, name]), // rename
    raw: (text, values = []) => rowsOf<Row>(db.query(text, [...values])), // raw
  }
}

const common = { file: fileURLToPath(import.meta.url), eager: null, lazy: null }

export const openPool: Open = async (connectionString, max) => {
  const pool = instrument(new pg.Pool({ connectionString, max }))
  return {
    ...common,
    name: 'pg pool',
    ...queries(pool),
    async transaction(work) {
      const client = await pool.connect()
      await client.query('begin')
      await work(queries(client))
      await client.query('commit')
      client.release()
    },
    close: () => pool.end(),
  }
}

/** One session, which all share. */
export const openClient: Open = async (url) => {
  const client = instrument(new pg.Client(url))
  await client.connect()
  return {
    ...common,
    name: 'pg client',
    ...queries(client),
    async transaction(work) {
      await client.query('begin')
      await work(queries(client))
      await client.query('commit')
    },
    close: () => client.end(),
  }
}
