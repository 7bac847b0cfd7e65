import { readFileSync, writeFileSync } from 'node:fs'
import { demoResultSchema } from '../packages/pgwright/src/model/index.ts'
import { demoMarkdown } from '../packages/pgwright/src/report/index.ts'

// Writes the tables of demos into the pages of their systems: `npm run pages -- sixfb.json fastnext.json`, with what
// `npm run demo -- sixfb-booking --json sixfb.json` wrote.
const [begin, end] = ['<!-- demo:begin -->', '<!-- demo:end -->']

for (const file of process.argv.slice(2)) {
  const result = demoResultSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  const page = new URL(`../docs/systems/${result.system}.md`, import.meta.url)
  const text = readFileSync(page, 'utf8')
  const [from, to] = [text.indexOf(begin), text.indexOf(end)]
  if (from < 0 || to < from) throw new Error(`docs/systems/${result.system}.md lacks ${begin} … ${end}.`)
  writeFileSync(page, `${text.slice(0, from)}${begin}\n${demoMarkdown(result)}\n${text.slice(to)}`)
  console.log(`written: docs/systems/${result.system}.md`)
}
