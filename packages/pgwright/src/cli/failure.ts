import { CommanderError } from 'commander'
import { PgwrightError, printable } from '../model/index.ts'
import { sqlState, toPgwrightError } from '../postgres/index.ts'
import { createColors } from '../report/index.ts'

/** Failure of any kind; 1 is kept for findings and for claims that are not met. */
const exitFailure = 2

/** Tells what failed, why, and what to do next, and gives the exit code. */
export function reportFailure(error: unknown, debug: boolean): number {
  // Commander has printed its own message, with the usage that fits.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitFailure
  const { message, hint, stack } = described(error)
  const colors = createColors(process.stderr.isTTY === true && !process.env.NO_COLOR)
  process.stderr.write(`${colors.bad('error:')} ${printable(message)}\n${printable(hint)}\n`)
  if (debug && stack !== undefined) process.stderr.write(`${stack}\n`)
  return exitFailure
}

function described(error: unknown): { message: string; hint: string; stack: string | undefined } {
  if (error instanceof PgwrightError) return { message: error.message, hint: error.hint, stack: error.stack }
  // A server's own message may hold literals: the mapper says what it says of every server error.
  if (sqlState(error) !== undefined) return described(toPgwrightError(error, 'talking to the server'))
  const { message, stack } = error instanceof Error ? error : new Error(String(error))
  return { message, hint: 'This is a mistake in pgwright: run it again with --debug and report what it prints.', stack }
}
