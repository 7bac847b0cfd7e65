import type { Open } from '../subject.ts'
import { openDrizzle } from './drizzle.ts'
import { openKnex } from './knex.ts'
import { openKysely } from './kysely.ts'
import { openClient, openPool } from './pg.ts'
import { openPostgres } from './postgres.ts'
import { openPrisma } from './prisma.ts'
import { openTypeorm } from './typeorm.ts'

/** Each driver and ORM that the library names. */
export const subjects: readonly Open[] = [
  openPool,
  openClient,
  openPostgres,
  openPrisma,
  openDrizzle,
  openKysely,
  openTypeorm,
  openKnex,
]
