import { execFile } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, test } from 'vitest'
import { demoResultSchema } from '../src/model/index.ts'
import { scratchFolder } from './scratch.ts'

const run = promisify(execFile)
const packageFolder = fileURLToPath(new URL('..', import.meta.url))

describe('the packed package, installed in an empty folder without install scripts', () => {
  const folder = scratchFolder()

  beforeAll(async () => {
    await run('npm', ['pack', '--pack-destination', folder], { cwd: packageFolder })
    const [tarball = ''] = readdirSync(folder)
    // Without it npm would take a folder further up for the project, where one has a package.json.
    writeFileSync(join(folder, 'package.json'), '{ "private": true }')
    const options = ['--no-audit', '--no-fund', '--prefer-offline', '--ignore-scripts']
    await run('npm', ['install', ...options, `./${tarball}`], { cwd: folder })
  }, 180_000)

  test('runs the demo', async () => {
    const command = ['--no-install', 'pgwright', 'demo', '--scale', 'small', '--json', 'out.json']
    await run('npx', command, { cwd: folder }).catch(unlessClaimsAreNotMet)
    const result = demoResultSchema.parse(JSON.parse(readFileSync(join(folder, 'out.json'), 'utf8')))
    expect(result.queries).toHaveLength(9)
  }, 180_000)

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
