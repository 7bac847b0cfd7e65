import type { Statement } from '../events/index.ts'
import { type RuntimeFinding, withoutSource } from './finding.ts'
import { siteOf } from './series-facts.ts'
import { questionOf, sameOf } from './slot-values.ts'
import type { Series, Watch } from './watch.ts'

/** The same read with the same values, with no write between that could have changed its answer. */
export function duplicates(series: Series, watch: Watch, atLeast: number): RuntimeFinding | null {
  const [first] = series.statements
  if (first === undefined || series.shape.kind !== 'read' || mostAlike(series) < atLeast) return null
  const writes = [...watch.series.values()]
    .filter(({ shape }) => shape.kind === 'write' || shape.kind === 'other')
    .flatMap(({ statements }) => statements.map(({ order }) => order))
  const questions = new Map<string, Statement[]>()
  for (const one of series.statements) {
    if (one.allowed !== null || one.error !== undefined) continue
    const since = writes.filter((order) => order < one.order).length
    const key = `${since}\0${questionOf(one, first)}`
    questions.set(key, [...(questions.get(key) ?? []), one])
  }
  const most = [...questions.values()].sort((a, b) => b.length - a.length)[0] ?? []
  if (most.length < atLeast) return null
  const times = [...questions.values()].reduce((sum, { length }) => sum + length - 1, 1)
  const finding = withoutSource(most, {
    check: 'duplicate-query',
    statement: series.shape.text,
    message: `This was asked ${most.length} times with the same values, and nothing was written in between.`,
    help: 'Keep the answer for as long as the request lasts, or hand it on.',
    times,
  })
  // Only the first few of all have been looked for.
  return { ...finding, site: siteOf(series.statements) }
}

/** The most that can be the same question, by the last value alone: of pages, which are many, each has its own. */
function mostAlike({ statements }: Series): number {
  const counts = new Map<string, number>()
  let most = 0
  for (const { text, values } of statements) {
    const key = values.length === 0 ? text : sameOf(values.at(-1))
    const count = (counts.get(key) ?? 0) + 1
    counts.set(key, count)
    if (count > most) most = count
  }
  return most
}
