import type { FileHandle } from 'node:fs/promises'
import { PgwrightError } from '../../model/index.ts'
import { fullDisk } from './disk.ts'

/** The supervisor's exit code where a command could not be run at all. */
const notRunnable = 126

/**
 * Why a server ended before it was ready: `resources` when the disk is full, `unsupported` where the binaries don't
 * run, else `server`.
 */
export async function endedError(exitCode: number | null, log: FileHandle): Promise<PgwrightError> {
  const { buffer, bytesRead } = await log.read({ buffer: Buffer.alloc(64 * 1024), position: 0 })
  const text = buffer.toString('utf8', 0, bytesRead)
  // Not a message of the server's but the C library's text or Node's for ENOSPC, in the language that we have set.
  if (/no space left on device/i.test(text)) return fullDisk()
  return exitCode === notRunnable ? unsupportedSystem() : startError(lastError(text) || 'it ended')
}

export function startError(reason: string): PgwrightError {
  return new PgwrightError(
    'server',
    `The embedded PostgreSQL did not start: ${reason}.`,
    'Try again; if it fails again, set PGWRIGHT_HOME to a folder on another disk and report this.',
  )
}

/** initdb goes on to say what it removes, and the server what it shuts down. */
function lastError(log: string): string | undefined {
  const lines = log.trim().split('\n')
  const errors = lines.flatMap((line) => /\b(?:FATAL|PANIC|error): +(.*)/.exec(line)?.[1] ?? [])
  return errors.at(-1) ?? lines.at(-1)
}

function unsupportedSystem(): PgwrightError {
  return new PgwrightError(
    'unsupported',
    'The binaries of the embedded PostgreSQL do not run here; they need macOS, or a Linux with the GNU C library.',
    'Run pgwright on such a system, in a Debian container for example, or give the URL of a server.',
  )
}
