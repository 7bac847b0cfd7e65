import pg from 'pg'
import { instrument as instrumentPg } from './pg.ts'
import { clientProxy, keepTurns } from './prisma-client.ts'

/**
 * The same client, whose statements are told to who observes, with the line of the application that asks for them.
 * Prisma 7 sends them by `pg`, of `@prisma/adapter-pg`; a pool of your own that the adapter is given by another copy of
 * `pg` is to be given to that driver's `instrument`, too.
 *
 * @param prisma a `PrismaClient`, extended or not
 */
export function instrument<Client extends object>(prisma: Client): Client {
  instrumentPg(pg)
  keepTurns(prisma)
  return clientProxy(prisma)
}
