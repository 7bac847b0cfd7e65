import { readFileSync, writeFileSync } from 'node:fs'
import { type DemoResult, demoResultSchema } from '../packages/pgwright/src/model/index.ts'
import { demoFigure, demoMarkdown } from '../packages/pgwright/src/report/index.ts'

// Writes what demos measured into the documentation: the tables of each system's page, and the figures of docs/seeds.md.
// `npm run pages -- sixfb.json fastnext.json`, with what `npm run demo -- sixfb-booking --json sixfb.json` wrote.
const [begin, end] = ['<!-- demo:begin -->', '<!-- demo:end -->']
const seeds = 'seeds.md'

for (const file of process.argv.slice(2)) {
  const result = demoResultSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  rewrite(`systems/${result.system}.md`, (text, page) => withTables(text, page, result))
  rewrite(seeds, (text) => withFigures(text, result))
}

function rewrite(page: string, change: (text: string, page: string) => string): void {
  const url = new URL(`../docs/${page}`, import.meta.url)
  writeFileSync(url, change(readFileSync(url, 'utf8'), page))
  console.log(`written: docs/${page}`)
}

function withTables(text: string, page: string, result: DemoResult): string {
  const [from, to] = [text.indexOf(begin), text.indexOf(end)]
  if (from < 0 || to < from) throw new Error(`docs/${page} lacks ${begin} … ${end}.`)
  return `${text.slice(0, from)}${begin}\n${demoMarkdown(result)}\n${text.slice(to)}`
}

/** `<!-- fastnext:login -->…<!-- / -->` holds the figure of the query, gate or change with that id. */
function withFigures(text: string, result: DemoResult): string {
  const places = new RegExp(`(<!-- ${result.system}:([\\w-]+) -->).*?(<!-- / -->)`, 'g')
  return text.replaceAll(places, (_, open: string, id: string, close: string) => {
    const figure = demoFigure(result, id)
    if (figure === null) throw new Error(`docs/${seeds} asks for ${result.system}:${id}, which the demo does not have.`)
    return `${open}${figure}${close}`
  })
}
