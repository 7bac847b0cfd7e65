import { fileURLToPath } from 'node:url'
import postgres from 'postgres'
import { instrument } from '../../../packages/runtime/src/drivers/postgres.ts'
import type { Author, Open, Post, Queries, Row } from '../subject.ts'

function queries(sql: postgres.ISql): Queries {
  return {
    authors: (limit, after = 0) =>
      sql<Author[]>`select id, name from author where id > ${after} order by id limit ${limit}`,
    postsOf: (author) => sql<Post[]>`select id, title from post where ${sql`author_id = ${author}`}`, // postsOf
    authorOf: (id) => sql`select name from author where id = ${id}`, // authorOf
    posts: (limit, after = 0, offset = 0) =>
      sql<Post[]>`select id, author_id from post where id > ${after} order by id limit ${limit} offset ${offset}`,
    postsOfMany: (authors) => sql<Post[]>`select id, author_id from post where author_id in ${sql([...authors])}`,
    rename: (author, name) => sql`update author set name = ${name} where id = ${author}`, // rename
    raw: (text, values = []) => sql.unsafe<Row[]>(text, values as never[]), // raw
  }
}

export const openPostgres: Open = async (url, max) => {
  const sql = instrument(postgres(withoutHost(url), { ...hostOf(url), max, onnotice: () => {} }))
  return {
    name: 'postgres.js',
    file: fileURLToPath(import.meta.url),
    ...queries(sql),
    eager: null,
    lazy: null,
    transaction: async (work) => void (await sql.begin((own) => work(queries(own)))),
    close: () => sql.end(),
  }
}

/** postgres.js knows no `?host=` of a URL, by which a socket's folder is given. */
function hostOf(url: string): { readonly host?: string; readonly port?: number } {
  const { searchParams } = new URL(url)
  const host = searchParams.get('host')
  return host === null ? {} : { host, port: Number(searchParams.get('port') ?? 5432) }
}

function withoutHost(url: string): string {
  const own = new URL(url)
  own.search = ''
  return own.href
}
