import { readdir, readFile, rm, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Home } from './home.ts'
import { processPlace, runsWith } from './process.ts'

/** A folder without an owner is being set up, for at most this long. */
const setUpMs = 10 * 60_000
const patienceMs = 10_000

/**
 * Ends and removes what was left by supervisors that were killed or lost their power: the server, where it still
 * runs, and its folder. What can't be removed (another user's) stays.
 */
export async function reapStale(home: Home): Promise<void> {
  for (const name of await readdir(home.servers)) {
    const folder = join(home.servers, name)
    if (await isStale(folder).catch(() => false)) await removeServer(folder).catch(() => {})
  }
}

/** Ends the server of a folder, where it still runs, and removes the folder. */
export async function removeServer(folder: string): Promise<void> {
  await endServer(folder)
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
}

async function isStale(folder: string): Promise<boolean> {
  const owner = await readFile(join(folder, 'owner.json'), 'utf8').catch(() => '')
  // Empty where it was being written when the disk was full or the power failed.
  if (owner === '') return Date.now() - (await stat(folder)).mtimeMs > setUpMs
  const { supervisorId, place } = JSON.parse(owner) as { supervisorId: number; place: string }
  return place === (await processPlace()) && !(await runsWith(supervisorId, basename(folder)))
}

/** An immediate shutdown: nobody wants the data. */
async function endServer(folder: string): Promise<void> {
  const processId = await postmasterId(folder)
  if (processId === undefined || !(await runsWith(processId, basename(folder)))) return
  signal(processId, 'SIGQUIT')
  for (let waitedMs = 0; waitedMs < patienceMs; waitedMs += 50) {
    if (!(await runsWith(processId, basename(folder)))) return
    await sleep(50)
  }
  signal(processId, 'SIGKILL')
}

async function postmasterId(folder: string): Promise<number | undefined> {
  const file = await readFile(join(folder, 'data', 'postmaster.pid'), 'utf8').catch(() => '')
  const processId = Number.parseInt(file, 10)
  return processId > 0 ? processId : undefined
}

function signal(processId: number, name: NodeJS.Signals): void {
  try {
    process.kill(processId, name)
  } catch {
    // Already gone, or another user's.
  }
}
