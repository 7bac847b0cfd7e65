import { DataSource, EntitySchema } from 'typeorm'

const author = new EntitySchema<{ id: number }>({
  name: 'author',
  columns: { id: { type: Number, primary: true } },
})
const post = new EntitySchema<{ id: number; author_id: number; title: string }>({
  name: 'post',
  columns: { id: { type: Number, primary: true }, author_id: { type: Number }, title: { type: String } },
})

async function main(): Promise<void> {
  const source = new DataSource({ type: 'postgres', url: process.env.DATABASE_URL ?? '', entities: [author, post] })
  await source.initialize()
  const authors = await source.getRepository(author).find({ order: { id: 'asc' }, take: 5 })
  let titles = 0
  for (const { id } of authors) {
    const repeated = await source.getRepository(post).findBy({ author_id: id })
    titles += repeated.length
  }
  console.log(`typeorm: ${titles} titles`)
  await source.destroy()
}

main()
