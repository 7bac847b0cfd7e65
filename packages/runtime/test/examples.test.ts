import { execFile } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { startServer } from '../../pgwright/src/postgres/index.ts'
import { createDatabase } from '../../pgwright/test/database.ts'
import { followedSettings } from '../../pgwright/test/standby.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const folder = fileURLToPath(new URL('../../../docs/runtime/examples', import.meta.url))

/** Nothing can be decoded from the WAL of the server that the tests share. */
const replicates = new Set(['cache-replication.mts'])

/** As a reader would run them; tsconfig.json leads the package's name to its sources. */
it.each(readdirSync(folder).filter((name) => name.endsWith('.mts')))('docs/runtime/examples/%s runs', async (name) => {
  if (!replicates.has(name)) return run(name, (await createDatabase()).url)
  const server = await startServer({ name: 'test-example', settings: followedSettings })
  await run(name, server.url()).finally(() => server.stop())
})

async function run(name: string, url: string): Promise<void> {
  const { stderr } = await promisify(execFile)(process.execPath, ['--import', 'tsx', `${folder}/${name}`], {
    cwd: root,
    env: { ...process.env, DATABASE_URL: url },
  })
  expect(stderr).toBe('')
}
