import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { type FileHandle, open, readFile } from 'node:fs/promises'
import type { Socket } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { processPlace } from './process.ts'
import { removeServer } from './reap.ts'
import { endedError, startError } from './start-error.ts'
import type { ServerUser } from './user.ts'

/** What the supervisor is to run, and for whom. */
export interface Job {
  /** Removed when the last command has ended. */
  readonly folder: string
  /** The last one is the server. */
  readonly commands: readonly (readonly string[])[]
  /** Undefined: this process's own. */
  readonly identity: ServerUser | undefined
}

export interface Supervised {
  /** Of the postmaster. */
  readonly processId: number
  stop(): Promise<void>
}

const startTimeoutMs = 60_000

/** @throws PgwrightError see `endedError`. */
export async function supervise(job: Job, keepRunning: boolean): Promise<Supervised> {
  const log = await open(join(job.folder, 'log'), 'w+')
  const supervisor = spawnSupervisor({ ...job, place: await processPlace() }, log)
  try {
    const processId = await untilReady(supervisor, job.folder, log)
    release(supervisor)
    if (keepRunning) keepAfterExit(supervisor)
    return { processId, stop: () => stop(supervisor) }
  } catch (error) {
    await stop(supervisor)
    await removeServer(job.folder)
    throw error
  } finally {
    await log.close()
  }
}

/** In a session of its own: a terminal's Ctrl-C must not reach the server before the command has decided. */
function spawnSupervisor(job: Job & { readonly place: string }, log: FileHandle): ChildProcess {
  // It stands beside this file in the sources, and beside the bundle in dist.
  const program = fileURLToPath(new URL('./supervisor.js', import.meta.url))
  const supervisor = spawn(process.execPath, [program, JSON.stringify(job)], {
    cwd: job.folder,
    // No PG* variable may reach the server, no NODE_OPTIONS the supervisor; in C the server's log is not translated.
    env: { PATH: process.env.PATH, LC_ALL: 'C' },
    stdio: ['pipe', log.fd, log.fd],
    detached: true,
  })
  // It may not start at all, or end before it is told anything; both are seen by `hasEnded`.
  supervisor.on('error', () => {})
  supervisor.stdin?.on('error', () => {})
  return supervisor
}

/** The last line of the postmaster's lock file says how far it is; `pg_ctl --wait` looks there too. */
async function untilReady(supervisor: ChildProcess, folder: string, log: FileHandle): Promise<number> {
  const file = join(folder, 'data', 'postmaster.pid')
  for (const deadline = Date.now() + startTimeoutMs; Date.now() < deadline; await sleep(10)) {
    if (hasEnded(supervisor)) throw await endedError(supervisor.exitCode, log)
    const lines = (await readFile(file, 'utf8').catch(() => '')).split('\n')
    if (lines[7]?.trim() === 'ready') return Number(lines[0])
  }
  throw startError(`it was not ready within ${startTimeoutMs / 1000} s`)
}

/** From here on the server alone does not keep this process from ending, which in turn ends the server. */
function release(supervisor: ChildProcess): void {
  supervisor.unref()
  ;(supervisor.stdin as Socket | null)?.unref()
}

/**
 * Said at the very end, which a process that is killed or interrupted does not come to: a server that nobody has been
 * told of goes with it. At an exit code above 1 the command has failed.
 */
function keepAfterExit(supervisor: ChildProcess): void {
  process.once('exit', (code) => {
    if (code <= 1) supervisor.stdin?.write('keep')
  })
}

async function stop(supervisor: ChildProcess): Promise<void> {
  if (hasEnded(supervisor)) return
  supervisor.ref()
  const ended = once(supervisor, 'exit')
  supervisor.kill('SIGTERM')
  await ended
}

function hasEnded({ pid, exitCode, signalCode }: ChildProcess): boolean {
  return pid === undefined || exitCode !== null || signalCode !== null
}
