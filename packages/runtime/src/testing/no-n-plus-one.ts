import { AssertionError } from 'node:assert'
import type { DetectOptions, RuntimeCheck, RuntimeFinding } from '../detect/index.ts'
import { compareWithBaseline } from './baseline.ts'
import { findingText } from './messages.ts'
import { allFindings, runWatched } from './run-watched.ts'

export interface NoNPlusOneOptions extends DetectOptions {
  /** Which findings fail; default `n-plus-one` alone. */
  readonly checks?: readonly RuntimeCheck[]
  /** A file of findings that are known: only new ones fail. `PGWRIGHT_UPDATE_BASELINE=1` writes it. */
  readonly baseline?: string
  /** Under which name they stand in the baseline; default the function's. */
  readonly name?: string
  /** Told of findings of the baseline that are gone; default: a warning on standard error. */
  readonly gone?: (message: string) => void
}

/** @throws AssertionError that names line, statement, source and fix of each N+1 that `work` has. */
export async function expectNoNPlusOne<Result>(
  work: () => Result | PromiseLike<Result>,
  options: NoNPlusOneOptions = {},
): Promise<Result> {
  const { result, findings } = await newFindings(work, options)
  if (findings.length === 0) return result
  throw new AssertionError({ message: foundMessage(findings), actual: findings.length, expected: 0 })
}

export async function newFindings<Result>(
  work: () => Result | PromiseLike<Result>,
  options: NoNPlusOneOptions,
): Promise<{ readonly result: Result; readonly findings: readonly RuntimeFinding[] }> {
  const { checks = ['n-plus-one'], baseline, gone = warn } = options
  const watched = await runWatched(work)
  const findings = allFindings(watched, options).filter(({ check }) => checks.includes(check))
  if (baseline === undefined) return { result: watched.result, findings }
  const name = options.name ?? (work.name === '' ? 'anonymous' : work.name)
  const compared = await compareWithBaseline(baseline, name, findings)
  for (const { check, statement, file } of compared.gone)
    gone(`${baseline}: ${name} no longer has ${check} at ${file ?? 'no place'}: ${statement}`)
  return { result: watched.result, findings: compared.added }
}

export function foundMessage(findings: readonly RuntimeFinding[]): string {
  const what = findings.length === 1 ? 'One finding' : `${findings.length} findings`
  return [`${what}:`, ...findings.map(findingText)].join('\n\n')
}

function warn(message: string): void {
  process.stderr.write(`${message}; PGWRIGHT_UPDATE_BASELINE=1 takes it out.\n`)
}
