import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Client } from 'pg'
import { cutStatements } from '../../sql/index.ts'
import type { MigrationRunner } from './runner.ts'
import { withClient } from './session.ts'

/** Runs one file as the tool would. */
type RunFile = (client: Client, text: string, file: string) => Promise<void>

/** A tool that can't be run here: files are run as it runs them, and those that were are remembered. */
function filesRunner(
  forward: (file: string) => boolean,
  /** The files that take one back, in order. */
  back: (file: string, all: readonly string[]) => readonly string[],
  run: RunFile,
): MigrationRunner {
  return {
    up: (url, folder) =>
      withClient(url, async (client) => {
        await client.query('create table if not exists public.done_files (file text primary key)')
        for (const file of (await filesBelow(folder)).filter(forward)) {
          const { rowCount } = await client.query('select from public.done_files where file = $1', [file])
          if (rowCount === 1) continue
          await run(client, await readFile(path.join(folder, file), 'utf8'), path.join(folder, file))
          await client.query('insert into public.done_files values ($1)', [file])
        }
      }),
    down: (url, folder) =>
      withClient(url, async (client) => {
        const all = await filesBelow(folder)
        for (const file of all.filter(forward).reverse()) {
          for (const one of back(file, all))
            await run(client, await readFile(path.join(folder, one), 'utf8'), path.join(folder, one))
        }
      }),
  }
}

async function filesBelow(folder: string): Promise<string[]> {
  return (await readdir(folder, { recursive: true })).filter((name) => /\.(sql|conf)$/.test(name)).sort()
}

const eachStatement: RunFile = async (client, text) => {
  for (const statement of cutStatements(text)) await client.query(statement)
}

export const sqlRunner = filesRunner(
  (file) => file.endsWith('.sql') && !file.endsWith('.down.sql'),
  (file) => [file.replace(/\.sql$/, '.down.sql')],
  eachStatement,
)

/** A file is one message. */
export const prismaRunner = filesRunner(
  (file) => file.endsWith('migration.sql'),
  (file, all) => all.filter((one) => path.dirname(one) === path.dirname(file) && path.basename(one).startsWith('down')),
  async (client, text) => {
    await client.query(text)
  },
)

/** A file is a transaction, unless the settings beside it say otherwise; placeholders that nobody fills in are an error. */
export const flywayRunner = filesRunner(
  (file) => /^V.*\.sql$/.test(file),
  (file) => [file.replace(/^V/, 'U')],
  async (client, text, file) => {
    const settings = await readFile(`${file}.conf`, 'utf8').catch(() => '')
    if (text.includes('${') && !settings.includes('placeholderReplacement=false'))
      throw new Error(`No value is provided for a placeholder of ${file}.`)
    if (settings.includes('executeInTransaction=false')) return eachStatement(client, text, file)
    await client.query('begin')
    try {
      await eachStatement(client, text, file)
      await client.query('commit')
    } catch (error) {
      await client.query('rollback')
      throw error
    }
  },
)
