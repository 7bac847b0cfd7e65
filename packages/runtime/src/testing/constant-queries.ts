import { AssertionError } from 'node:assert'
import { findingText } from './messages.ts'
import { type CountedStatement, counted, countLine } from './query-count.ts'
import { allFindings, runWatched } from './run-watched.ts'

export interface ConstantQueriesOptions {
  /** Of what `run` is to be given; default 2 and 20. */
  readonly small?: number
  readonly large?: number
}

/**
 * Runs with few and with many parents: no statement may be sent more often for many. That is the strongest test of an
 * N+1, as it needs to know nothing of the statements; `run` makes its data itself, or asks for so many rows.
 *
 * @throws AssertionError that names each statement that grew, with its line, and the N+1 where it is one
 */
export async function expectConstantQueries(
  run: (size: number) => unknown,
  { small = 2, large = 20 }: ConstantQueriesOptions = {},
): Promise<void> {
  const few = await runWatched(async () => run(small))
  const many = await runWatched(async () => run(large))
  const before = new Map(counted(few).map(({ statement, times }) => [statement, times]))
  const grown = counted(many).filter(({ statement, times }) => times > (before.get(statement) ?? 1))
  if (grown.length === 0) return
  const findings = allFindings(many, {}).filter(({ check }) => check === 'n-plus-one')
  throw new AssertionError({
    message: [
      `With ${large} instead of ${small}, these were sent more often:`,
      ...grown.map((one) => growthLine(one, before.get(one.statement) ?? 0)),
      ...findings.map((one) => `\n${findingText(one)}`),
    ].join('\n'),
    actual: total(counted(many)),
    expected: total(counted(few)),
  })
}

function growthLine(statement: CountedStatement, before: number): string {
  return `${countLine(statement)}\n         ${before} before`
}

function total(statements: readonly CountedStatement[]): number {
  return statements.reduce((sum, { times }) => sum + times, 0)
}
