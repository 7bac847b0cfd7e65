import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { PgwrightError } from '../../model/index.ts'

export interface Program {
  readonly command: string
  readonly args: readonly string[]
  /** Where it runs. */
  readonly folder: string
}

/** How a program ended. */
export interface Ended {
  readonly code: number | null
  /** Of what it wrote, without values. */
  readonly lastLines: readonly string[]
}

const mostLines = 3
const longestLine = 300
const mostText = 64 * 1024

/**
 * Runs a program to its end, with nothing on its standard input.
 *
 * @throws PgwrightError `usage` where there is no such program, `cancelled` once the signal is given
 */
export async function runProgram(
  { command, args, folder }: Program,
  env: NodeJS.ProcessEnv,
  signal?: AbortSignal,
): Promise<Ended> {
  const child = spawn(command, [...args], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const stop = () => child.kill()
  signal?.addEventListener('abort', stop)
  let text = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      text = (text + chunk).slice(-mostText)
    })
  try {
    if (signal?.aborted) stop()
    const [code] = (await once(child, 'close')) as [number | null]
    if (signal?.aborted) throw new PgwrightError('cancelled', 'The rehearsal was cancelled.', 'Run it again.')
    return { code, lastLines: linesOf(text) }
  } catch (cause) {
    if (cause instanceof PgwrightError) throw cause
    const reason = (cause as NodeJS.ErrnoException).code ?? 'unknown error'
    const hint = 'Give the command as you run it in this folder, after `--`.'
    throw new PgwrightError('usage', `The command ${command} can't be run (${reason}).`, hint, { cause })
  } finally {
    signal?.removeEventListener('abort', stop)
  }
}

/** Those that tell what went wrong, where any does: the rest is mostly where in its source, and `DETAIL` tells rows. */
function linesOf(text: string): string[] {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^(at |node:|throw )|\bdetail\b/i.test(line))
  const telling = lines.filter((line) => /error|exception|fail|fatal|invalid|cannot|can't|denied|refused/i.test(line))
  return [...new Set(telling.length === 0 ? lines : telling)].slice(-mostLines).map(withoutValues)
}

/** Also without what PostgreSQL quotes of them, and passwords of URLs. */
function withoutValues(line: string): string {
  return line
    .replaceAll(/'(?:[^']|'')*'/g, '…')
    .replaceAll(/(\binvalid [^"]*: |\bvalue )"[^"]*"/g, '$1…')
    .replaceAll(/\/\/[^/@\s]*@/g, '//')
    .slice(0, longestLine)
}
