import { createHash, randomBytes } from 'node:crypto'
import { chmod, mkdir, readdir, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { EmbeddedServer } from './embedded-server.ts'
import type { Home } from './home.ts'
import { startError } from './start-error.ts'

/** A cluster that new servers begin as a copy of: copying takes a fraction of what initdb does. */
export interface Seed {
  readonly data: string
  readonly superuser: string
  readonly password: string
}

/** What servers of one kind have in common. */
export interface SeedOptions {
  readonly name: string
  /** Another one wherever `prepare` does something else: what an older release has made is not to be begun with. */
  readonly revision: number
  /** What is done once, before anything is copied. The server may still be written to afterwards. */
  prepare(server: EmbeddedServer): Promise<void>
}

/** What a seed is good for: a server's user alone can read its data, and initdb has formatted them. */
export interface SeedKind {
  /** Of the binaries' package. */
  readonly version: string
  /** The server's user's id; null where the system has none. */
  readonly user: number | null
  /** Of initdb, but for what differs from server to server. */
  readonly format: readonly string[]
}

/** A folder without a process that is making it is being made for at most this long. */
const setUpMs = 10 * 60_000

export async function findSeed(home: Home, options: SeedOptions, kind: SeedKind): Promise<Seed | null> {
  return readSeed(folderOf(home, options, kind))
}

/**
 * Makes a seed of a server that was started for it: its data are taken away beneath it, and it writes the rest there as
 * it shuts down. Of two that are made at the same time, the first one counts. Its superuser's name can't be guessed, and
 * is the same on this machine alone.
 *
 * @param start a server with the superuser that it is given
 */
export async function makeSeed(
  home: Home,
  options: SeedOptions,
  kind: SeedKind,
  start: (superuser: string) => Promise<EmbeddedServer>,
): Promise<Seed> {
  const superuser = `pgwright_${randomBytes(6).toString('hex')}`
  const server = await start(superuser)
  const folder = folderOf(home, options, kind)
  const made = `${folder}-${process.pid}-${randomBytes(4).toString('hex')}`
  try {
    await options.prepare(server)
    await mkdir(made)
    // Whatever the umask is, the server's user must get at its data, which let nobody else in.
    await chmod(made, 0o755)
    await rename(server.dataFolder, join(made, 'data'))
    // The control file is written under the folder's first name; removing that name leaves what it points to.
    await symlink(join(made, 'data'), server.dataFolder)
    await server.stop()
    const secrets = JSON.stringify({ superuser, password: server.password })
    await writeFile(join(made, 'seed.json'), secrets, { mode: 0o600 })
    await rename(made, folder).catch((error: NodeJS.ErrnoException) => {
      // There is one by now.
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
    })
    await removeOld(home, options, kind)
    const seed = await readSeed(folder)
    if (seed === null) throw startError('what it was to begin as a copy of is gone again')
    return seed
  } finally {
    await server.stop()
    await rm(made, { recursive: true, force: true })
  }
}

/** One that no server can be started of. */
export async function removeSeed({ data }: Seed): Promise<void> {
  await rm(dirname(data), { recursive: true, force: true })
}

async function readSeed(folder: string): Promise<Seed | null> {
  const text = await readFile(join(folder, 'seed.json'), 'utf8').catch(() => null)
  if (text === null) return null
  const { superuser, password } = JSON.parse(text) as Omit<Seed, 'data'>
  return { data: join(folder, 'data'), superuser, password }
}

function folderOf(home: Home, { name, revision }: SeedOptions, { version, user, format }: SeedKind): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([revision, format]))
    .digest('hex')
    .slice(0, 8)
  return join(home.seeds, [name, version, user ?? 'any', hash].join('-'))
}

/** Those of the same user and major that newer ones have replaced, and what a process that was killed has left half-made. */
async function removeOld(home: Home, options: SeedOptions, kind: SeedKind): Promise<void> {
  const own = folderOf(home, options, kind)
  const [major = ''] = kind.version.split('.')
  for (const entry of await readdir(home.seeds)) {
    const folder = join(home.seeds, entry)
    const alike = entry.startsWith(`${options.name}-${major}.`) && entry.includes(`-${kind.user ?? 'any'}-`)
    if (!alike || folder === own) continue
    const age = Date.now() - ((await stat(folder).catch(() => null)) ?? { mtimeMs: Date.now() }).mtimeMs
    const beingMade = /-\d+-[0-9a-f]{8}-\d+-[0-9a-f]{8}$/.test(entry) && age < setUpMs
    if (!beingMade) await rm(folder, { recursive: true, force: true })
  }
}
