import { sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'

async function main(): Promise<void> {
  const client = postgres({ max: 2 })
  const db = drizzle(client)
  const authors = await db.execute(sql`select id from author order by id limit 5`)
  async function titlesOf(id: unknown) {
    const repeated = await db.execute(sql`select title as drizzle from post where author_id = ${id}`)
    return repeated
  }
  const lists = await Promise.all(authors.map(({ id }) => titlesOf(id)))
  console.log(`drizzle-postgres: ${lists.flat().length} titles`)
  await client.end()
}

main()
