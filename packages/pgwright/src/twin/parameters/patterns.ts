import type { Candidate } from './choice.ts'
import { beyond, quantile, type Weighted } from './distribution.ts'

/**
 * Patterns that a column of text is matched with: how a common value begins, how one begins that few others begin
 * like, what stands within one (for which no B-tree helps), and a beginning that no value has.
 */
export function patternChoices(values: readonly Weighted[]): Candidate[] {
  const most = [...values].sort((a, b) => b.share - a.share)[0]?.value
  const middle = quantile(values, 0.5)?.value
  const last = quantile(values, 0.9)?.value
  const end = beyond(
    values.map(({ value }) => value),
    'text',
  )
  return [
    ...pattern('common', most, (text) => [`${escaped(text.slice(0, 1))}%`, beginning(values, text.slice(0, 1))]),
    ...pattern('rare', last, (text) => {
      const start = text.slice(0, Math.max(3, Math.ceil(text.length / 2)))
      return [`${escaped(start)}%`, beginning(values, start)]
    }),
    ...pattern('median', middle, (text) => {
      const within = text.slice(Math.floor(text.length / 3), Math.floor(text.length / 3) + 3)
      return [`%${escaped(within)}%`, shareOf(values, (value) => value.includes(within))]
    }),
    ...(end === null
      ? []
      : [{ kind: 'out of range' as const, values: [`${escaped(end.above)}%`], frequency: 0, weight: null }]),
  ]
}

function pattern(
  kind: 'common' | 'rare' | 'median',
  text: string | undefined,
  make: (text: string) => readonly [string, number],
): Candidate[] {
  if (text === undefined || text === '') return []
  const [value, frequency] = make(text)
  // Nothing tells how a service searches: each way as often.
  return [{ kind, values: [value], frequency, weight: 1 }]
}

function beginning(values: readonly Weighted[], start: string): number {
  return shareOf(values, (value) => value.startsWith(start))
}

function shareOf(values: readonly Weighted[], matches: (value: string) => boolean): number {
  return values.reduce((sum, { value, share }) => sum + (matches(value) ? share : 0), 0)
}

function escaped(text: string): string {
  return text.replaceAll(/[\\%_]/g, '\\$&')
}
