import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { PgwrightError } from '../../model/index.ts'

const usualTimeoutMs = 30_000
const mostText = 64 * 1024

/**
 * Runs the user's own command, by the shell, and reads the bytes that are free from the last line that it writes: above
 * it may stand what `df` calls its columns.
 *
 * @throws PgwrightError `usage` where it fails, takes too long or tells something else; `cancelled`
 */
export async function runSpaceCommand(
  command: string,
  signal: AbortSignal | undefined,
  timeoutMs = usualTimeoutMs,
): Promise<number> {
  const { code, out, err, late } = await run(command, signal, timeoutMs)
  if (signal?.aborted === true) throw new PgwrightError('cancelled', 'The run was stopped.', 'Do it again.')
  if (late) throw failed(`took longer than ${timeoutMs / 1000} s`)
  if (code !== 0) throw failed(`failed with exit code ${code}${err === '' ? '' : ` (${lastLine(err)})`}`)
  const line = lastLine(out)
  const bytes = Number(line)
  if (/^\d+$/.test(line) && Number.isSafeInteger(bytes)) return bytes
  throw failed(line === '' ? 'wrote nothing' : `ended with the line "${line}", which is no number of bytes`)
}

interface Ended {
  /** Null where it was killed. */
  readonly code: number | null
  readonly out: string
  readonly err: string
  readonly late: boolean
}

/** It has a process group of its own, so that what the shell has started ends with it; and nobody to ask a password. */
async function run(command: string, signal: AbortSignal | undefined, timeoutMs: number): Promise<Ended> {
  const child = spawn(command, { shell: true, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
  const [out, err] = [textOf(child.stdout), textOf(child.stderr)]
  let late = false
  const stop = () => endGroup(child)
  const timer = setTimeout(() => {
    late = true
    stop()
  }, timeoutMs)
  signal?.addEventListener('abort', stop)
  try {
    if (signal?.aborted === true) stop()
    const [code] = (await once(child, 'close')) as [number | null]
    return { code, out: out().trim(), err: err().trim(), late }
  } catch (cause) {
    throw failed('could not be run', cause)
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', stop)
  }
}

function textOf(stream: ChildProcess['stdout']): () => string {
  let text = ''
  stream?.setEncoding('utf8').on('data', (chunk: string) => {
    text = (text + chunk).slice(-mostText)
  })
  return () => text
}

function endGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL')
  } catch {
    // It has ended already.
  }
}

/** Without what moves a cursor, and without passwords of URLs. */
function lastLine(text: string): string {
  const line = text.split('\n').at(-1)?.trim() ?? ''
  const shown = line.replaceAll(/\p{Cc}/gu, ' ').replaceAll(/\/\/[^/@\s]*@/g, '//')
  return shown.length > 200 ? `${shown.slice(0, 200)}…` : shown
}

function failed(what: string, cause?: unknown): PgwrightError {
  return new PgwrightError(
    'usage',
    `The command that is to tell the free disk space ${what}.`,
    'Give one that writes the free bytes: --disk-free "ssh db df --output=avail -B1 /var/lib/postgresql".',
    { cause },
  )
}
