import { type DemoResult, formatBytes, formatCount, formatFigure, formatShare, printable } from '../model/index.ts'
import { queryCells, queryTitles } from './demo-query.ts'

/** A demo's tables for a page: the seed's with claim and measurement, the other claims, and what was changed. */
export function demoMarkdown(result: DemoResult): string {
  const { system, scale, server, rows, queries, gates } = result
  return [
    `Measured by \`npm run demo -- ${system} --scale ${scale}\`: ${formatCount(rows)} rows on ${server}. Milliseconds, the median of the runs; each run is a service call with all its round trips.`,
    markdownTable(queryTitles, queries.map(queryCells)),
    markdownTable(
      ['other claim', 'bound', 'measured', 'met'],
      gates.map(({ title, claim, measured, met }) => [title, claim, measured, met ? 'met' : 'NOT MET']),
    ),
    changeText(result),
  ].join('\n\n')
}

/** One figure of a demo in a line, by the id of a query, a gate or a change; null where nothing has that id. */
export function demoFigure({ queries, gates, changes, rejected }: DemoResult, id: string): string | null {
  const query = queries.find((one) => one.id === id)
  if (query !== undefined) {
    const { naive, improved, improvement, met } = query
    const gain = `${formatFigure(naive.p50Ms)} → ${formatFigure(improved.p50Ms)} ms, ${formatShare(improvement)}`
    return `${gain}, ${met ? 'met' : 'NOT MET'}`
  }
  const gate = gates.find((one) => one.id === id)
  if (gate !== undefined) return `${escaped(gate.measured)}, ${gate.met ? 'met' : 'NOT MET'}`
  const change = changes.find((one) => one.id === id)
  if (change !== undefined) return `applied: ${escaped(change.reason)}`
  const out = rejected.find((one) => one.id === id)
  return out === undefined ? null : `thrown out: ${escaped(out.reason)}`
}

function changeText({ changes, rejected, indexes }: DemoResult): string {
  const built = changes.filter(({ kind }) => kind === 'create-index')
  const dropped = changes.filter(({ kind }) => kind === 'drop-index').reduce((sum, change) => sum + change.indexes, 0)
  const others = changes.filter(({ kind }) => !kind.endsWith('-index'))
  const out = rejected.length === 0 ? '' : `, ${rejected.length} tried and thrown out`
  return [
    `Applied: ${built.length} indexes built, ${dropped} dropped that others do the work of${out}; all indexes together ${formatBytes(indexes.beforeBytes)} before and ${formatBytes(indexes.afterBytes)} after. Beside indexes:`,
    ...others.map(({ id, kind, reason }) => `- \`${kind}\` ${escaped(id)}: ${escaped(reason)}`),
  ].join('\n')
}

function markdownTable(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(escaped).join(' | ')} |`
  return [line(titles), line(titles.map(() => '---')), ...rows.map(line)].join('\n')
}

function escaped(text: string): string {
  return printable(text)
    .replaceAll('|', '\\|')
    .replaceAll('<', '&lt;')
    .replace(/^NO(T MET)?$/, (word) => `**${word}**`)
}
