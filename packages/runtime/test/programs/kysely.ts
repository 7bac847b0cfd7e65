import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'

interface Tables {
  readonly author: { readonly id: number }
  readonly post: { readonly author_id: number; readonly title: string }
}

async function main(): Promise<void> {
  const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 2 })
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
  const authors = await db.selectFrom('author').select('id').orderBy('id').limit(5).execute()
  async function titlesOf(id: number) {
    const repeated = await db.selectFrom('post').select('title').where('author_id', '=', id).execute()
    return repeated
  }
  const lists = await Promise.all(authors.map(({ id }) => titlesOf(id)))
  console.log(`kysely: ${lists.flat().length} titles`)
  await db.destroy()
}

main()
