// Writes the registry of all checks and their cases from the folders, docs/checks from their docs.md, and docs/rules.md; with --check only
// tells what is stale, and which checks the comparison with other tools leaves out.
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { checkCategories } from '../packages/pgwright/src/model/index.ts'

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
const pages = new URL('../docs/checks/', import.meta.url)
const stale: string[] = []

async function write(file: URL, text: string): Promise<void> {
  if ((await readFile(file, 'utf8').catch(() => '')) === text) return
  stale.push(file.pathname.slice(new URL('..', import.meta.url).pathname.length))
  if (!values.check) await writeFile(file, text)
}

/** A table for each category; the page of a check is what `explain-check` prints. */
async function writePages(): Promise<void> {
  const { checks, documentationOf } = await import('../packages/pgwright/src/diagnose/index.ts')
  await mkdir(pages, { recursive: true })
  for (const check of checks) await write(new URL(`${check.id}.md`, pages), await documentationOf(check))
  const lines = checkCategories.flatMap((category) => {
    const own = checks.filter((check) => check.category === category)
    const rows = own.map(
      ({ id, title, severity, optional }) =>
        `| [${id}](${id}.md) | ${title} | ${severity}${optional ? ', optional' : ''} |`,
    )
    return own.length === 0 ? [] : [`## ${category}`, '', '| check | finds | severity |', '|---|---|---|', ...rows, '']
  })
  const head = `# Checks\n\n${checks.length} checks of [inspect](../inspect.md). Optional ones are matters of taste: they run where they are asked for.\n\n`
  await write(new URL('README.md', pages), `${head}${lines.join('\n')}`)
  const known = new Set(['README.md', ...checks.map(({ id }) => `${id}.md`)])
  for (const name of await readdir(pages)) {
    if (known.has(name)) continue
    stale.push(`docs/checks/${name}`)
    if (!values.check) await rm(new URL(name, pages))
  }
}

/** The rules that `rehearse` has, in their order. */
async function writeRules(): Promise<void> {
  const { rules } = await import('../packages/pgwright/src/rehearse/index.ts')
  const rows = rules.map(({ id, title, severity }) => `| \`${id}\` | ${title} | ${severity} |\n`)
  const head = `# Rules\n\n${rules.length} rules of [rehearse](rehearse.md). The severity is the usual one: on small tables rules about time are \`info\`.\n\n`
  await write(new URL('../rules.md', pages), `${head}| rule | finds | severity |\n|---|---|---|\n${rows.join('')}`)
}

/** The ids of checks without a row in docs/comparison.md, whose marks nobody but a reader of other tools can give. */
async function uncompared(): Promise<string[]> {
  const text = await readFile(new URL('../comparison.md', pages), 'utf8')
  return folders.map(({ id }) => id).filter((id) => !text.includes(`\n| [${id}](checks/${id}.md)`))
}

await write(new URL('registry.ts', room), registry())
await write(new URL('testing/all-cases.ts', room), cases())
await writePages()
await writeRules()
for (const name of stale) console.log(`${values.check ? 'stale' : 'written'}: ${name}`)
if (values.check && stale.length > 0) {
  console.log('Write them with: npm run checks')
  process.exitCode = 1
}
for (const id of await uncompared()) {
  console.log(`no row in docs/comparison.md: ${id}`)
  if (values.check) process.exitCode = 1
}
