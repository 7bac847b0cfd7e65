import knex from 'knex'

async function main(): Promise<void> {
  const db = knex({ client: 'pg', connection: process.env.DATABASE_URL ?? '', pool: { min: 0, max: 2 } })
  const authors = await db('author').select('id').orderBy('id').limit(5)
  let titles = 0
  for (const { id } of authors) {
    const repeated = await db('post').select('title', 'author_id').where({ author_id: id })
    titles += repeated.length
  }
  console.log(`knex: ${titles} titles`)
  await db.destroy()
}

main()
