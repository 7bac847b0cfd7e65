import { PrismaPg } from '@prisma/adapter-pg'
import { PrismaClient } from '../prisma/client.ts'

/** As services of frameworks are made. */
class Service extends PrismaClient {
  readonly #name: string

  constructor() {
    super({ adapter: new PrismaPg({ connectionString: process.env.DATABASE_URL }) })
    this.#name = 'prisma'
  }

  tell(titles: number): string {
    return `${this.#name}: ${titles} titles`
  }
}

async function main(): Promise<void> {
  const service = new Service()
  const extended = service.$extends({ query: { $allOperations: ({ args, query }) => query(args) } })
  const authors = await service.author.findMany({ orderBy: { id: 'asc' }, take: 5 })
  let titles = 0
  for (const { id } of authors) {
    const repeated = await extended.post.findMany({ where: { author_id: id } })
    titles += repeated.length
  }
  console.log(service.tell(titles))
  await service.$transaction(async (own) => {
    for (const { id } of authors) await own.author.findFirst({ where: { id } })
  })
  await service.$disconnect()
}

main()
