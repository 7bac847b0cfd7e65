import { fileURLToPath } from 'node:url'
import { CompiledQuery, Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { instrument } from '../../../packages/runtime/src/drivers/kysely.ts'
import type { Open, Queries, Row } from '../subject.ts'

interface Tables {
  readonly author: { readonly id: number; readonly name: string }
  readonly post: { readonly id: number; readonly author_id: number; readonly title: string }
}

function queries(db: Kysely<Tables>): Queries {
  return {
    authors: (limit, after = 0) =>
      db.selectFrom('author').selectAll().where('id', '>', after).orderBy('id').limit(limit).execute(),
    postsOf: (id) => db.selectFrom('post').selectAll().where('author_id', '=', id).execute(), // postsOf
    authorOf: (id) => db.selectFrom('author').select('name').where('id', '=', id).executeTakeFirst(), // authorOf
    posts: (limit, after = 0, offset = 0) =>
      db.selectFrom('post').selectAll().where('id', '>', after).orderBy('id').limit(limit).offset(offset).execute(),
    postsOfMany: (authors) => db.selectFrom('post').selectAll().where('author_id', 'in', authors).execute(),
    rename: (id, name) => db.updateTable('author').set({ name }).where('id', '=', id).execute(), // rename
    raw: (text, values = []) => rowsOf(db.executeQuery<Row>(CompiledQuery.raw(text, [...values]))), // raw
  }
}

const rowsOf = async (answer: PromiseLike<{ rows: Row[] }>) => (await answer).rows

export const openKysely: Open = async (connectionString, max) => {
  const pool = new pg.Pool({ connectionString, max })
  const db = instrument(new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) }))
  return {
    name: 'Kysely',
    file: fileURLToPath(import.meta.url),
    ...queries(db),
    eager: null,
    lazy: null,
    transaction: (work) => db.transaction().execute((own) => work(queries(own))),
    close: () => db.destroy(),
  }
}
