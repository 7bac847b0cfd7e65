import { AssertionError } from 'node:assert'
import type { Site } from '../events/index.ts'
import { placeText } from './messages.ts'
import { runWatched, type Watched } from './run-watched.ts'

export interface CountedStatement {
  /** Without its values. */
  readonly statement: string
  readonly times: number
  /** Where it was repeated; null of one that was asked once. */
  readonly site: Site | null
}

export interface QueryCount<Result> {
  readonly result: Result
  /** Statements that were sent, without `begin`, `set` and others of the session. */
  readonly count: number
  /** Of each shape, in the order in which they were first asked. */
  readonly statements: readonly CountedStatement[]
}

export type ExpectedCount = number | { readonly atMost: number; readonly atLeast?: number }

/** How many statements `work` sends by instrumented drivers, until its promise is settled. */
export async function countQueries<Result>(work: () => Result | PromiseLike<Result>): Promise<QueryCount<Result>> {
  const watched = await runWatched(work)
  const statements = counted(watched)
  return { result: watched.result, count: statements.reduce((sum, { times }) => sum + times, 0), statements }
}

/** @throws AssertionError with every statement, where there are more or fewer than are expected. */
export async function expectQueryCount<Result>(
  work: () => Result | PromiseLike<Result>,
  expected: ExpectedCount,
): Promise<Result> {
  const found = await countQueries(work)
  const message = wrongCount(found, expected)
  if (message === null) return found.result
  throw new AssertionError({ message, actual: found.count, expected })
}

/** Null where it is right. */
export function wrongCount({ count, statements }: QueryCount<unknown>, expected: ExpectedCount): string | null {
  const { atMost, atLeast = 0 } = typeof expected === 'number' ? { atMost: expected, atLeast: expected } : expected
  if (count <= atMost && count >= atLeast) return null
  const bound = typeof expected === 'number' ? `${expected}` : `${atLeast} to ${atMost}`
  return [`${count} queries were sent, where ${bound} are expected:`, ...statements.map(countLine)].join('\n')
}

export function countLine({ statement, times, site }: CountedStatement): string {
  return `  ${String(times).padStart(4)} × ${statement}${site === null ? '' : `\n         at ${placeText(site)}`}`
}

export function counted({ watches }: Pick<Watched<unknown>, 'watches'>): CountedStatement[] {
  const all = new Map<string, CountedStatement>()
  for (const { shape, count, statements } of watches.flatMap(({ series }) => [...series.values()])) {
    const before = all.get(shape.text)
    const site = before?.site ?? statements.find((one) => one.site !== null)?.site ?? null
    all.set(shape.text, { statement: shape.text, times: (before?.times ?? 0) + count, site })
  }
  return [...all.values()]
}
