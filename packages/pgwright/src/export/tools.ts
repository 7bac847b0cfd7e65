import type { Tool } from './tool.ts'
import { alembic } from './tools/alembic.ts'
import { drizzle } from './tools/drizzle.ts'
import { flyway } from './tools/flyway.ts'
import { knex } from './tools/knex.ts'
import { kysely } from './tools/kysely.ts'
import { nodePgMigrate } from './tools/node-pg-migrate.ts'
import { prisma } from './tools/prisma.ts'
import { sql } from './tools/sql.ts'
import { typeorm } from './tools/typeorm.ts'

/** By the name that --to takes. */
export const tools = {
  sql,
  prisma,
  drizzle,
  knex,
  kysely,
  typeorm,
  'node-pg-migrate': nodePgMigrate,
  alembic,
  flyway,
} as const satisfies Readonly<Record<string, Tool>>

export type ToolName = keyof typeof tools
export const toolNames = Object.keys(tools) as readonly ToolName[]
