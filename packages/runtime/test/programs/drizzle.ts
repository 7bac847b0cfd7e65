import { eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import { integer, pgTable, text } from 'drizzle-orm/pg-core'

const author = pgTable('author', { id: integer().primaryKey() })
const post = pgTable('post', { author_id: integer().notNull(), title: text().notNull() })

async function main(): Promise<void> {
  const db = drizzle(process.env.DATABASE_URL ?? '')
  const authors = await db.select().from(author).orderBy(author.id).limit(5)
  let titles = 0
  for (const { id } of authors) {
    const repeated = await db.select({ title: post.title }).from(post).where(eq(post.author_id, id))
    titles += repeated.length
  }
  console.log(`drizzle: ${titles} titles`)
  await db.$client.end()
}

main()
