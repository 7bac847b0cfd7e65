import { chmod, mkdir } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { PgwrightError } from '../../model/index.ts'
import { fullDiskError } from './disk.ts'
import { type ServerUser, userCan } from './user.ts'

/** Where everything lies that pgwright keeps on this machine: servers while they run, what they begin with, and binaries. */
export interface Home {
  readonly servers: string
  readonly binaries: string
  /** Binaries of other majors, as npm installs them. */
  readonly majors: string
  /** Clusters that servers begin as copies of. */
  readonly seeds: string
}

/**
 * Makes the folders where they are missing.
 *
 * @throws PgwrightError `usage` where they can't be made, or the server's user can't enter them; `resources` when the
 * disk is full.
 */
export async function openHome(user: ServerUser | undefined, env: NodeJS.ProcessEnv = process.env): Promise<Home> {
  const folder = homeFolder(user, env)
  const home = homeIn(folder)
  for (const path of [folder, home.servers, home.binaries, home.majors, home.seeds]) await makeFolder(path, user)
  if (!userCan(undefined, 'w', home.servers)) throw notWritable(folder)
  if (userCan(user, 'x', home.servers)) return home
  throw new PgwrightError(
    'usage',
    `The folder ${folder} can't be entered by the user that the embedded server runs as.`,
    'Set PGWRIGHT_HOME to a folder that every user may enter.',
  )
}

function homeIn(folder: string): Home {
  const part = (name: string) => join(folder, name)
  return { servers: part('servers'), binaries: part('binaries'), majors: part('majors'), seeds: part('seeds') }
}

async function makeFolder(path: string, user: ServerUser | undefined): Promise<void> {
  try {
    const made = await mkdir(path, { recursive: true })
    // A strict umask must not shut the server's user out.
    if (made && user) await chmod(path, 0o755)
  } catch (error) {
    throw fullDiskError(error) ?? notWritable(path, error)
  }
}

function notWritable(folder: string, cause?: unknown): PgwrightError {
  return new PgwrightError(
    'usage',
    `The folder ${folder}, where the embedded server is to lie, can't be made or written to.`,
    'Set PGWRIGHT_HOME to a folder that you may write to.',
    { cause },
  )
}

/** Root's own cache is closed to every other user, the server's included, so root gets the system's. */
function homeFolder(user: ServerUser | undefined, env: NodeJS.ProcessEnv): string {
  if (env.PGWRIGHT_HOME) return resolve(env.PGWRIGHT_HOME)
  if (user) return '/var/cache/pgwright'
  if (env.XDG_CACHE_HOME) return join(resolve(env.XDG_CACHE_HOME), 'pgwright')
  return process.platform === 'darwin'
    ? join(homedir(), 'Library', 'Caches', 'pgwright')
    : join(homedir(), '.cache', 'pgwright')
}
