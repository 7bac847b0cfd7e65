import { execFile } from 'node:child_process'
import { readdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { z } from 'zod'
import type { MigrationRunner } from './runner.ts'
import { withClient } from './session.ts'

const run = promisify(execFile)
const stub = fileURLToPath(new URL('./alembic-stub', import.meta.url))
const sentSchema = z.array(z.object({ id: z.string(), sent: z.array(z.string()) }))

/** Whether the revisions can be run: Alembic itself need not be installed, a Python is enough. */
export async function hasPython(): Promise<boolean> {
  return run('python3', ['--version']).then(
    () => true,
    () => false,
  )
}

/**
 * Python runs the revisions in the order of their chain, with a stand-in for Alembic that tells what would be sent;
 * that is sent, all in one transaction but for what is said to be outside, as Alembic does unless it is told otherwise.
 */
export const alembicRunner: MigrationRunner = {
  up: (url, folder) => send(url, folder, 'upgrade'),
  down: (url, folder) => send(url, folder, 'downgrade'),
}

async function send(url: string, folder: string, direction: 'upgrade' | 'downgrade'): Promise<void> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.py'))
  const { stdout } = await run('python3', ['-B', `${stub}/run.py`, direction, folder, ...files])
  const revisions = sentSchema.parse(JSON.parse(stdout))
  await withClient(url, async (client) => {
    await client.query('create table if not exists public.alembic_version (id text primary key)')
    const { rows } = await client.query<{ id: string }>('select id from public.alembic_version')
    const known = new Set(rows.map(({ id }) => id))
    await client.query('begin')
    try {
      for (const { id, sent } of revisions) {
        if (known.has(id) === (direction === 'upgrade')) continue
        for (const statement of sent) await client.query(statement)
        const keep =
          direction === 'upgrade'
            ? 'insert into public.alembic_version values ($1)'
            : 'delete from public.alembic_version where id = $1'
        await client.query(keep, [id])
      }
      await client.query('commit')
    } catch (error) {
      await client.query('rollback')
      throw error
    }
  })
}
