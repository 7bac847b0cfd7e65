import { execFile } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { createDatabase } from '../../pgwright/test/database.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const folder = 'docs/runtime/examples'
const files = readdirSync(`${root}${folder}`).filter((file) => file.endsWith('.mts'))

describe('every example of the documentation', () => {
  it.each(files)('%s runs to its end', async (file) => {
    const { url } = await createDatabase()
    const env = { ...process.env, DATABASE_URL: url }
    const run = promisify(execFile)(process.execPath, ['--import', 'tsx', `${folder}/${file}`], { cwd: root, env })
    const failure = await run.then(
      () => null,
      (error) => String(error.stderr),
    )
    expect(failure).toBeNull()
  })
})
