import { execFile } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { createDatabase } from '../../pgwright/test/database.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const folder = fileURLToPath(new URL('../../../docs/runtime/examples', import.meta.url))

/** As a reader would run them; tsconfig.json leads the package's name to its sources. */
it.each(readdirSync(folder).filter((name) => name.endsWith('.mts')))('docs/runtime/examples/%s runs', async (name) => {
  const { url } = await createDatabase()
  const { stderr } = await promisify(execFile)(process.execPath, ['--import', 'tsx', `${folder}/${name}`], {
    cwd: root,
    env: { ...process.env, DATABASE_URL: url },
  })
  expect(stderr).toBe('')
})
