import path from 'node:path'
import { type Folder, openFolder } from './folder.ts'
import { migrationText } from './migration-text.ts'
import { alembic } from './tools/alembic.ts'
import { diesel } from './tools/diesel.ts'
import { drizzle } from './tools/drizzle.ts'
import { flyway } from './tools/flyway.ts'
import { plain } from './tools/plain.ts'
import { prisma } from './tools/prisma.ts'
import { dbmate, goose, nodePgMigrate } from './tools/sections.ts'
import type { SqlTool } from './tools/tool.ts'
import { golangMigrate, sqlx } from './tools/up-files.ts'

/** The first that owns a folder is its tool: those that are told by more come first. */
const tools: readonly SqlTool[] = [
  drizzle,
  prisma,
  diesel,
  flyway,
  dbmate,
  goose,
  nodePgMigrate,
  alembic,
  sqlx,
  golangMigrate,
  plain,
]

/**
 * The tool of a folder, by what lies in it.
 *
 * @param files whose text is looked at, by name
 */
export async function recogniseSql(folder: Folder, files: readonly string[] = folder.files): Promise<SqlTool> {
  const lines = (await sqlTexts(folder, files)).flatMap((text) => text.split('\n'))
  const heads = (line: RegExp) => lines.some((text) => line.test(text))
  for (const tool of tools) if (await tool.owns(folder, heads)) return tool
  return plain
}

/** Where a file's tool keeps its migrations: Prisma's, Diesel's and newer Drizzle's lie in folders of their own. */
export async function folderOfFile(file: string): Promise<Folder> {
  const own = path.dirname(file)
  return openFolder(['migration.sql', 'up.sql'].includes(path.basename(file)) ? path.join(own, '..') : own)
}

async function sqlTexts(folder: Folder, files: readonly string[]): Promise<string[]> {
  const sql = files.filter((name) => /\.sql$/i.test(name))
  // What can't be read is told of where it is read to be rehearsed.
  return Promise.all(sql.map((name) => migrationText(path.join(folder.path, name)).catch(() => '')))
}
