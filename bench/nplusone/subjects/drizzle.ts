import { fileURLToPath } from 'node:url'
import { eq, gt, inArray, relations, type SQL, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import { integer, pgTable, text } from 'drizzle-orm/pg-core'
import pg from 'pg'
import { instrument } from '../../../packages/runtime/src/drivers/drizzle.ts'
import type { Open, Queries, Row } from '../subject.ts'

const author = pgTable('author', { id: integer().primaryKey(), name: text().notNull() })
const post = pgTable('post', {
  id: integer().primaryKey(),
  author_id: integer().notNull(),
  title: text().notNull(),
})
const schema = {
  author,
  post,
  authorRelations: relations(author, ({ many }) => ({ posts: many(post) })),
  postRelations: relations(post, ({ one }) => ({
    author: one(author, { fields: [post.author_id], references: [author.id] }),
  })),
}

const open = (pool: pg.Pool) => drizzle(pool, { schema })
type Db = Pick<ReturnType<typeof open>, 'select' | 'update' | 'execute' | 'query'>

function queries(db: Db): Queries {
  return {
    authors: (limit, after = 0) => db.select().from(author).where(gt(author.id, after)).orderBy(author.id).limit(limit),
    postsOf: (id) => db.select().from(post).where(eq(post.author_id, id)), // postsOf
    authorOf: (id) => db.query.author.findFirst({ where: eq(author.id, id) }), // authorOf
    posts: (limit, after = 0, offset = 0) =>
      db.select().from(post).where(gt(post.id, after)).orderBy(post.id).limit(limit).offset(offset),
    postsOfMany: (authors) =>
      db
        .select()
        .from(post)
        .where(inArray(post.author_id, [...authors])),
    rename: (id, name) => db.update(author).set({ name }).where(eq(author.id, id)), // rename
    raw: (given, values = []) => rowsOf(db.execute(written(given, values))), // raw
  }
}

function written(given: string, values: readonly unknown[]): SQL {
  const parts = given.split(/\$\d+/).map((part) => sql.raw(part))
  return sql.join(parts.flatMap((part, at) => (at === 0 ? [part] : [sql.param(values[at - 1]), part])))
}

const rowsOf = async (answer: PromiseLike<{ rows: unknown[] }>) => (await answer).rows as Row[]

export const openDrizzle: Open = async (connectionString, max) => {
  const pool = new pg.Pool({ connectionString, max })
  const db = instrument(open(pool))
  return {
    name: 'Drizzle',
    file: fileURLToPath(import.meta.url),
    ...queries(db),
    eager: async (limit) => db.query.author.findMany({ limit, with: { posts: true } }),
    lazy: null,
    transaction: (work) => db.transaction((own) => work(queries(own))),
    close: () => pool.end(),
  }
}
