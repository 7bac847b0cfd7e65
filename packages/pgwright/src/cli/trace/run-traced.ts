import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PgwrightError, type TraceResult } from '../../model/index.ts'
import { findingsOf } from './findings.ts'
import { readProcessTraces } from './process-traces.ts'
import { statementLines } from './statement-lines.ts'

interface RunOptions {
  readonly signal: AbortSignal
  readonly verify: boolean
  /** What the program writes to standard output goes to standard error. */
  readonly aside: boolean
}

type Traced = Omit<TraceResult, 'schemaVersion' | 'command' | 'traceFile'> & {
  /** JSON, a line for each statement. */
  readonly lines: string
}

/**
 * Runs a program, and all Node programs that it starts, with the detector on.
 *
 * @throws PgwrightError `usage` where the program can't be started
 */
export async function runTraced(commandLine: readonly string[], options: RunOptions): Promise<Traced> {
  const folder = await mkdtemp(join(tmpdir(), 'pgwright-trace-'))
  try {
    const exitCode = await run(commandLine, folder, options)
    const traces = await readProcessTraces(folder)
    const sum = (of: 'requests' | 'roundTrips' | 'leftOut') => traces.reduce((total, one) => total + one[of], 0)
    return {
      exitCode,
      processes: traces.length,
      requests: sum('requests'),
      roundTrips: sum('roundTrips'),
      leftOut: sum('leftOut'),
      linesNotKnown: [...new Set(traces.flatMap(({ linesNotKnown }) => linesNotKnown))].sort(),
      findings: findingsOf(traces),
      lines: statementLines(traces),
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function run([program = '', ...args]: readonly string[], folder: string, options: RunOptions): Promise<number | null> {
  const { signal, verify, aside } = options
  const register = new URL('bin/register.js', import.meta.resolve('@pgwright/runtime/package.json')).href
  const env = {
    ...process.env,
    NODE_OPTIONS: [process.env.NODE_OPTIONS, `--import=${register}`].filter(Boolean).join(' '),
    PGWRIGHT_TRACE: folder,
    ...(verify && { PGWRIGHT_TRACE_VERIFY: '1' }),
  }
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env, stdio: ['inherit', aside ? process.stderr : 'inherit', 'inherit'] })
    const stop = () => child.kill('SIGINT')
    signal.addEventListener('abort', stop, { once: true })
    child.once('error', (cause: NodeJS.ErrnoException) => reject(notStarted(program, cause)))
    child.once('close', (code) => {
      signal.removeEventListener('abort', stop)
      resolve(code)
    })
  })
}

function notStarted(program: string, cause: NodeJS.ErrnoException): PgwrightError {
  const reason = cause.code === 'ENOENT' ? 'there is no such program' : (cause.code ?? cause.message)
  return new PgwrightError(
    'usage',
    `${program} can't be started: ${reason}.`,
    'Give the command as you would run it: pgwright trace -- node app.js',
    { cause },
  )
}
