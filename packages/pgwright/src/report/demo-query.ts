import { type DemoQuery, formatCount, formatFigure, formatShare } from '../model/index.ts'

/** The seed's table, a column for each title. */
export const queryTitles = [
  'query',
  'claim',
  'naive',
  'code only',
  'improved',
  'p95',
  'gain',
  'round trips',
  'same rows',
  'met',
] as const

export function queryCells(query: DemoQuery): string[] {
  const { title, claim, naive, codeOnly, improved, improvement, sameResult, met } = query
  const before = claim.beforeMs === null ? 'under' : `${formatCount(claim.beforeMs)} →`
  return [
    title,
    `${before} ${formatCount(claim.afterMs)}`,
    formatFigure(naive.p50Ms),
    codeOnly === null ? '–' : formatFigure(codeOnly.p50Ms),
    formatFigure(improved.p50Ms),
    formatFigure(improved.p95Ms),
    formatShare(improvement),
    `${formatCount(naive.statements)} → ${formatCount(improved.statements)}`,
    sameResult ? 'yes' : 'NO',
    met ? 'met' : 'NOT MET',
  ]
}
