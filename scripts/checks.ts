// Writes the registry of all checks and their cases from the folders; with --check only tells whether it is stale.
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'

const room = new URL('../packages/pgwright/src/diagnose/', import.meta.url)

interface Folder {
  readonly category: string
  readonly id: string
}

const folders: Folder[] = []
for (const category of await namesIn(new URL('checks/', room)))
  for (const id of await namesIn(new URL(`checks/${category}/`, room))) folders.push({ category, id })

async function namesIn(folder: URL): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  return entries.flatMap((entry) => (entry.isDirectory() ? entry.name : [])).sort()
}

function variable(id: string): string {
  return id.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase())
}

const generated = '// Written by `npm run checks` from the folders.\n'

function registry(): string {
  const imports = folders.map(
    ({ category, id }) => `import { check as ${variable(id)} } from './checks/${category}/${id}/check.ts'\n`,
  )
  const list = folders.map(({ id }) => `  ${variable(id)},\n`).join('')
  return `${generated}import type { Check } from './check.ts'\n${imports.join('')}\n/** By category and id. */\nexport const checks: readonly Check[] = [\n${list}]\n`
}

function cases(): string {
  const imports = folders.map(
    ({ category, id }) => `import { cases as ${variable(id)} } from '../checks/${category}/${id}/cases.ts'\n`,
  )
  const list = folders.map(({ id }) => `  ['${id}', ${variable(id)}],\n`).join('')
  return `${generated}${imports.join('')}import type { CheckCase } from './check-case.ts'\n\n/** By the check's id. */\nexport const casesOf: ReadonlyMap<string, readonly CheckCase[]> = new Map([\n${list}])\n`
}

const { values } = parseArgs({ options: { check: { type: 'boolean' } } })
const stale: string[] = []
for (const [name, text] of Object.entries({ 'registry.ts': registry(), 'testing/all-cases.ts': cases() })) {
  const file = new URL(name, room)
  if ((await readFile(file, 'utf8').catch(() => '')) === text) continue
  stale.push(name)
  if (!values.check) await writeFile(file, text)
}
for (const name of stale) console.log(`${values.check ? 'stale' : 'written'}: packages/pgwright/src/diagnose/${name}`)
if (values.check && stale.length > 0) {
  console.log('Write them with: npm run checks')
  process.exitCode = 1
}
