import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { scratchFolder } from '../../../test/scratch.ts'
import { runsWith } from './process.ts'
import { type ServerOptions, startServer } from './server.ts'
import { type ServerUser, serverUser, userCan } from './user.ts'

const program = fileURLToPath(new URL('../../../test/owner.ts', import.meta.url))
const scratch = scratchFolder()
const home = join(scratch, 'home')
beforeEach(() => {
  vi.stubEnv('PGWRIGHT_HOME', home)
})
afterEach(() => {
  vi.unstubAllEnvs()
})

interface Started {
  readonly owner: ChildProcess
  readonly processId: number
  readonly supervisorId: number
  readonly folder: string
  readonly url: string
}

interface Spawning extends Partial<ServerUser> {
  readonly stay?: boolean
  readonly env?: NodeJS.ProcessEnv
}

/** A process that has started a server, in a process group of its own, as a shell does it. */
async function startOwner(options: ServerOptions = {}, { stay = true, env = {}, ...identity }: Spawning = {}) {
  const parameters = [program, JSON.stringify(options), stay ? 'stay' : 'end']
  const owner = spawn(process.execPath, ['--import', 'tsx', ...parameters], {
    ...identity,
    cwd: dirname(program),
    // tsx would leave its cache behind.
    env: { PATH: process.env.PATH, PGWRIGHT_HOME: home, TSX_DISABLE_CACHE: '1', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  })
  const [line] = (await Promise.race([once(owner.stdout, 'data'), once(owner, 'exit')])) as [unknown]
  const { processId, dataFolder, url } = JSON.parse(String(line))
  const folder = dirname(dataFolder)
  const { supervisorId } = JSON.parse(readFileSync(join(folder, 'owner.json'), 'utf8'))
  return { owner, processId, supervisorId, folder, url } satisfies Started
}

/** Nothing runs and nothing lies about, after a while. */
async function untilGone({ processId, supervisorId, folder }: Started): Promise<void> {
  const gone = async () =>
    !existsSync(folder) && !(await runsWith(processId, folder)) && !(await runsWith(supervisorId, folder))
  await vi.waitUntil(gone, { timeout: 20_000, interval: 20 })
}

async function untilEnded(owner: ChildProcess): Promise<void> {
  if (owner.exitCode === null && owner.signalCode === null) await once(owner, 'exit')
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client(url)
  await client.connect()
  await client.end()
  return true
}

test('the very first servers are started by two commands at once; one goes with a killed owner, one with Ctrl-C', async () => {
  const [killed, interrupted] = await Promise.all([startOwner(), startOwner({ keepRunning: true })])
  expect(await Promise.all([killed, interrupted].map(({ url }) => answers(url)))).toEqual([true, true])
  killed.owner.kill('SIGKILL')
  // A terminal sends it to the whole group. That the server was to be kept is no matter: nobody was told of it.
  process.kill(-Number(interrupted.owner.pid), 'SIGINT')
  await Promise.all([untilGone(killed), untilGone(interrupted)])
})

test('the next start removes a server whose supervisor was killed, but none that was to be kept', async () => {
  const [kept, orphaned] = await Promise.all([startOwner({ keepRunning: true }, { stay: false }), startOwner()])
  process.kill(orphaned.supervisorId, 'SIGKILL')
  orphaned.owner.kill('SIGKILL')
  await Promise.all([kept, orphaned].map(({ owner }) => untilEnded(owner)))
  expect(await runsWith(orphaned.processId, orphaned.folder)).toBe(true)

  const next = await startServer()
  await untilGone(orphaned)
  await next.stop()

  expect(await answers(kept.url)).toBe(true)
  execFileSync('/bin/sh', ['-c', `kill -INT ${kept.processId}`])
  await untilGone(kept)
})

test('an ordinary user starts one in its own cache, and nothing is left in the temporary folder', async ({ skip }) => {
  const user = process.getuid?.() === 0 ? serverUser() : undefined
  if (user && !userCan(user, 'r', program)) skip("the server's user can't read the sources")
  const [own, temporary] = [join(scratch, 'own'), join(scratch, 'tmp')]
  for (const folder of [own, temporary]) {
    mkdirSync(folder)
    if (user) chownSync(folder, user.uid, user.gid)
  }
  const env = { PGWRIGHT_HOME: '', HOME: own, TMPDIR: temporary }
  const started = await startOwner({}, { ...user, env })
  expect(started.folder.startsWith(own)).toBe(true)
  expect(await answers(started.url)).toBe(true)
  expect(readdirSync(temporary)).toEqual([])
  started.owner.kill('SIGKILL')
  await untilGone(started)
  expect(readdirSync(temporary)).toEqual([])
})
