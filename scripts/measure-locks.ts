// Writes docs/locks.md from what statements do on a server of each major; with --check only tells what has changed.
import { readFile, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { availableMajor, knownMajors } from '../packages/pgwright/src/postgres/index.ts'
import { groups } from './locks/groups/index.ts'
import { measureMajor } from './locks/measure.ts'
import { renderPage } from './locks/page.ts'

const page = new URL('../docs/locks.md', import.meta.url)
const introduction = new URL('locks/introduction.md', import.meta.url)

/** The commands that add the majors which are not here. */
async function missing(): Promise<string[]> {
  const available = await Promise.all(knownMajors.map((major) => availableMajor(major)))
  return available.flatMap(({ hint }) => (hint === null ? [] : [hint]))
}

const { values } = parseArgs({ options: { check: { type: 'boolean' } } })
const hints = await missing()
if (hints.length > 0) {
  console.log(`All of PostgreSQL ${knownMajors.join(', ')} are needed, so run: npm run majors`)
  for (const hint of hints) console.log(hint)
  process.exit(1)
}
const measured = await Promise.all(
  knownMajors.map(async (major) => [major, await measureMajor(major, groups)] as const),
)
const text = renderPage(groups, new Map(measured), await readFile(introduction, 'utf8'))
const old = await readFile(page, 'utf8').catch(() => '')
if (text !== old) {
  console.log(`${values.check ? 'stale' : 'written'}: docs/locks.md`)
  const known = new Set(old.split('\n'))
  for (const line of text.split('\n')) if (!known.has(line)) console.log(line)
  if (values.check) {
    console.log('Write it with: npm run measure-locks')
    process.exitCode = 1
  } else await writeFile(page, text)
}
