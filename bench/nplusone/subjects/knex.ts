import { fileURLToPath } from 'node:url'
import knex, { type Knex } from 'knex'
import { instrument } from '../../../packages/runtime/src/drivers/knex.ts'
import type { Author, Open, Post, Queries, Row } from '../subject.ts'

function queries(db: Knex): Queries {
  return {
    authors: (limit, after = 0) => db<Author>('author').where('id', '>', after).orderBy('id').limit(limit),
    postsOf: (author_id) => db<Post>('post').where({ author_id }), // postsOf
    authorOf: (id) => db('author').where({ id }).first(), // authorOf
    posts: (limit, after = 0, offset = 0) =>
      db<Post>('post').where('id', '>', after).orderBy('id').limit(limit).offset(offset),
    postsOfMany: (authors) => db<Post>('post').whereIn('author_id', [...authors]),
    rename: (id, name) => db('author').where({ id }).update({ name }), // rename
    raw: (text, values = []) => rowsOf(db.raw(text.replaceAll(/\$\d+/g, '?'), values as never[])), // raw
  }
}

const rowsOf = async (answer: PromiseLike<{ rows: Row[] }>) => (await answer).rows

export const openKnex: Open = async (connectionString, max) => {
  const db = instrument(knex({ client: 'pg', connection: { connectionString }, pool: { min: 0, max } }))
  return {
    name: 'Knex',
    file: fileURLToPath(import.meta.url),
    ...queries(db),
    eager: null,
    lazy: null,
    transaction: (work) => db.transaction((own) => work(queries(own))),
    close: () => db.destroy(),
  }
}
