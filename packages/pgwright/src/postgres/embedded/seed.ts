import { randomBytes } from 'node:crypto'
import { chmod, mkdir, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { EmbeddedServer } from './embedded-server.ts'
import type { Home } from './home.ts'
import { startError } from './start-error.ts'

/** A cluster that new servers begin as a copy of: copying takes a tenth of what initdb does. */
export interface Seed {
  readonly data: string
  readonly superuser: string
  readonly password: string
}

/** What servers of one kind have in common. */
export interface SeedOptions {
  /** Its superuser is called like this and some letters that nobody can guess: they are the same on this machine alone. */
  readonly name: string
  /** What is done once, before anything is copied. The server may still be written to afterwards. */
  prepare(server: EmbeddedServer): Promise<void>
}

/** @param version of the binaries, and whatever else the cluster depends on */
export async function findSeed(home: Home, { name }: SeedOptions, version: string): Promise<Seed | null> {
  return readSeed(join(home.seeds, `${name}-${version}`))
}

async function readSeed(folder: string): Promise<Seed | null> {
  const text = await readFile(join(folder, 'seed.json'), 'utf8').catch(() => null)
  if (text === null) return null
  const { superuser, password } = JSON.parse(text) as Omit<Seed, 'data'>
  return { data: join(folder, 'data'), superuser, password }
}

/**
 * Makes a seed of a server that was started for it: its data are taken away beneath it, and it writes the rest there as
 * it shuts down. Of two that are made at the same time, the first one counts.
 *
 * @param start a server with the superuser that it is given
 */
export async function makeSeed(
  home: Home,
  { name, prepare }: SeedOptions,
  version: string,
  start: (superuser: string) => Promise<EmbeddedServer>,
): Promise<Seed> {
  const superuser = `pgwright_${randomBytes(6).toString('hex')}`
  const server = await start(superuser)
  const folder = join(home.seeds, `${name}-${version}`)
  const made = `${folder}-${process.pid}-${randomBytes(4).toString('hex')}`
  try {
    await prepare(server)
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
    await removeOthers(home, name, version)
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
  await rm(join(data, '..'), { recursive: true, force: true })
}

/** Of binaries that were replaced by newer ones of the same major. */
async function removeOthers(home: Home, name: string, version: string): Promise<void> {
  const [major = ''] = version.split('.')
  for (const other of await readdir(home.seeds)) {
    const older = other.startsWith(`${name}-${major}.`) && other !== `${name}-${version}`
    // One with a process's number at its end is still being made.
    if (older && !/-\d+-[0-9a-f]{8}$/.test(other)) await rm(join(home.seeds, other), { recursive: true, force: true })
  }
}
