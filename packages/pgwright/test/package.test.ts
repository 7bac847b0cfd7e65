import { execFile } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, test } from 'vitest'
import { demoResultSchema, traceResultSchema } from '../src/model/index.ts'
import { createDatabase } from './database.ts'
import { scratchFolder } from './scratch.ts'

const run = promisify(execFile)
const packageFolders = ['..', '../../runtime'].map((path) => fileURLToPath(new URL(path, import.meta.url)))

describe('the packed packages, installed in an empty folder without install scripts', () => {
  const folder = scratchFolder()

  beforeAll(async () => {
    await Promise.all(packageFolders.map((cwd) => run('npm', ['pack', '--pack-destination', folder], { cwd })))
    const tarballs = readdirSync(folder).map((name) => `./${name}`)
    // Without it npm would take a folder further up for the project, where one has a package.json.
    writeFileSync(join(folder, 'package.json'), '{ "private": true }')
    const options = ['--no-audit', '--no-fund', '--prefer-offline', '--ignore-scripts']
    await run('npm', ['install', ...options, ...tarballs], { cwd: folder })
  }, 180_000)

  test('runs the demo', async () => {
    const command = ['--no-install', 'pgwright', 'demo', '--scale', 'small', '--json', 'out.json']
    await run('npx', command, { cwd: folder }).catch(unlessClaimsAreNotMet)
    const result = demoResultSchema.parse(JSON.parse(readFileSync(join(folder, 'out.json'), 'utf8')))
    expect(result.queries).toHaveLength(9)
  }, 180_000)

  test('trace a program, by the library that is built', async () => {
    const database = await createDatabase({
      schema: 'create table t (id int); insert into t select i from generate_series(100001, 100010) i',
    })
    writeFileSync(
      join(folder, 'app.mjs'),
      `import pg from 'pg'
       const pool = new pg.Pool({ connectionString: process.env.APP_DATABASE })
       for (const { id } of (await pool.query('select id from t')).rows) await pool.query('select * from t where id = $1', [id])
       await pool.end()`,
    )
    const command = ['--no-install', 'pgwright', 'trace', '--json', '--', 'node', 'app.mjs']
    const env = { ...process.env, APP_DATABASE: database.url }
    const { findings } = traceResultSchema.parse(JSON.parse((await run('npx', command, { cwd: folder, env })).stdout))
    expect(findings).toMatchObject([{ checkId: 'n-plus-one', evidence: { file: 'app.mjs', line: 3, times: 10 } }])
  })

  test('can be imported, and brings the JSON Schemas', async () => {
    const program = `
      import { planSchema } from 'pgwright'
      import schema from 'pgwright/schemas/plan.schema.json' with { type: 'json' }
      console.log(Object.keys(schema.properties).every((key) => key in planSchema.shape))`
    const { stdout } = await run('node', ['--input-type=module', '--eval', program], { cwd: folder })
    expect(stdout).toBe('true\n')
  })
})

/** At small scale they are not judged: the naive form has little to be slow on. */
function unlessClaimsAreNotMet(error: { readonly code: unknown }): void {
  if (error.code !== 1) throw error
}
