import { fileURLToPath } from 'node:url'
import { PrismaPg } from '@prisma/adapter-pg'
import { instrument } from '../../../packages/runtime/src/drivers/prisma.ts'
import { type Prisma, PrismaClient } from '../../../packages/runtime/test/prisma/client.ts'
import type { Open, Queries, Row } from '../subject.ts'

function queries(db: Prisma.TransactionClient): Queries {
  return {
    authors: (take, after = 0) => db.author.findMany({ where: { id: { gt: after } }, orderBy: { id: 'asc' }, take }),
    postsOf: (author_id) => db.post.findMany({ where: { author_id } }), // postsOf
    authorOf: (id) => db.author.findFirst({ where: { id } }), // authorOf
    posts: (take, after = 0, skip = 0) =>
      db.post.findMany({ where: { id: { gt: after } }, orderBy: { id: 'asc' }, take, skip }),
    postsOfMany: (authors) => db.post.findMany({ where: { author_id: { in: [...authors] } } }),
    rename: (id, name) => db.author.update({ where: { id }, data: { name } }), // rename
    raw: (text, values = []) => db.$queryRawUnsafe<Row[]>(text, ...values), // raw
  }
}

export const openPrisma: Open = async (connectionString, max) => {
  const prisma = instrument(new PrismaClient({ adapter: new PrismaPg({ connectionString, max }) }))
  await prisma.$connect()
  return {
    name: 'Prisma',
    file: fileURLToPath(import.meta.url),
    ...queries(prisma),
    eager: async (take) => prisma.author.findMany({ take, include: { post: true } }),
    lazy: null,
    transaction: (work) => prisma.$transaction((own) => work(queries(own)), { maxWait: 60_000, timeout: 60_000 }),
    close: () => prisma.$disconnect(),
  }
}
