import { randomBytes } from 'node:crypto'
import { chown, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PgwrightError } from '../../model/index.ts'
import { type Binaries, prepareBinaries } from './binaries.ts'
import { fullDiskError, requireSpace } from './disk.ts'
import type { EmbeddedServer } from './embedded-server.ts'
import { chooseEndpoint, type Endpoint, endpointSettings, endpointUrl, isSocket } from './endpoint.ts'
import { type Home, openHome } from './home.ts'
import { installedBinaries } from './majors.ts'
import { requireFreePort } from './port.ts'
import { reapStale, removeServer } from './reap.ts'
import { findSeed, makeSeed, removeSeed, type Seed, type SeedOptions } from './seed.ts'
import { configuration, type Settings } from './settings.ts'
import { type Job, type Supervised, supervise } from './supervise.ts'
import { type ServerUser, serverUser } from './user.ts'

export interface ServerOptions {
  /** Default: the one that is installed with pgwright. */
  readonly major?: number
  /** Size of a WAL segment in MB. Default: 16. */
  readonly walSegmentMb?: number
  /** Server settings, over pgwright's own defaults. */
  readonly settings?: Settings
  /** `tcp` is 127.0.0.1. A `socket` whose path would not do becomes `tcp`. Default: `socket`. */
  readonly listen?: 'socket' | 'tcp'
  /** The TCP port wished for. Default: a free one. */
  readonly port?: number
  /** Data checksums. Default: true. */
  readonly checksums?: boolean
  /** What the server will take on disk: refused at once where less is free. Default: as much as an empty one takes. */
  readonly diskBytes?: number
  /** The superuser's name. Default: `postgres`. */
  readonly superuser?: string
  /** Begin as a copy of a cluster that is made once, with these options. Its superuser and password are the copy's too. */
  readonly seed?: SeedOptions
  /** What the server's folder is named after. */
  readonly name?: string
  /**
   * The server outlives this process, if that ends with exit code 0 or 1; `kill -INT <processId>` ends it and removes
   * its data. Default: false.
   */
  readonly keepRunning?: boolean
}

/**
 * Starts an embedded server with a new, empty data folder.
 *
 * @example
 * const server = await startServer()
 * const client = new pg.Client(server.url())
 *
 * @throws PgwrightError `busy` when the port wished for is taken, `resources` when the disk is full, `unsupported`
 * where no server can run.
 */
export async function startServer(options: ServerOptions = {}): Promise<EmbeddedServer> {
  const user = serverUser()
  const home = await openHome(user)
  const installed = installedBinaries(home, options.major)
  await reapStale(home)
  await requireSpace(home.servers, options.diskBytes)
  const ground = { home, user, binaries: await prepareBinaries(installed, home, user) }
  const { seed, ...own } = options
  return seed === undefined ? startOnGround(ground, own, null) : startOfSeed(ground, own, seed)
}

/** One that no server starts of is damaged, or another process has just replaced it: then it is made anew, once. */
async function startOfSeed(ground: Ground, options: Omit<ServerOptions, 'seed'>, wanted: SeedOptions) {
  const { home, user, binaries } = ground
  const { version, major } = binaries
  const kind = { version, user: user?.uid ?? process.getuid?.() ?? null, format: formatOptions(major, options) }
  const make = () => makeSeed(home, wanted, kind, (superuser) => startOnGround(ground, { ...options, superuser }, null))
  const seed = (await findSeed(home, wanted, kind)) ?? (await make())
  try {
    return await startOnGround(ground, options, seed)
  } catch (error) {
    if (!(error instanceof PgwrightError && error.code === 'server')) throw error
    await removeSeed(seed)
    return startOnGround(ground, options, await make())
  }
}

/** What every server of this process stands on. */
interface Ground {
  readonly home: Home
  readonly user: ServerUser | undefined
  readonly binaries: Binaries
}

async function startOnGround(
  { home, user, binaries }: Ground,
  options: Omit<ServerOptions, 'seed'>,
  seed: Seed | null,
): Promise<EmbeddedServer> {
  const folder = join(home.servers, `${options.name ?? 'server'}-${process.pid}-${randomBytes(4).toString('hex')}`)
  const endpoint = await chooseEndpoint(folder, options.listen ?? 'socket', options.port)
  const superuser = seed?.superuser ?? options.superuser ?? 'postgres'
  const password = seed?.password ?? randomBytes(18).toString('base64url')
  const settings = configuration(binaries.major, { ...endpointSettings(endpoint), ...options.settings })
  await makeFolder(folder, user, { password, 'postgresql.conf': settings })
  const begin = seed === null ? initdb(folder, superuser, binaries, options) : copyOf(seed, folder)
  const run = [binaries.postgres, '-D', join(folder, 'data'), '-c', `config_file=${join(folder, 'postgresql.conf')}`]
  const job = { folder, commands: [begin, run], identity: user }
  const { processId, stop } = await startOn(endpoint, job, options.keepRunning ?? false)
  await rm(join(folder, 'password'), { force: true })
  return {
    major: binaries.major,
    dataFolder: join(folder, 'data'),
    port: endpoint.port,
    processId,
    password,
    url: (database = 'postgres', role = superuser) => endpointUrl(endpoint, role, password, database),
    stop: async () => {
      await stop()
      // The supervisor has done so, unless somebody killed it.
      await removeServer(folder)
    },
  }
}

/** @throws PgwrightError `busy` when another program took the port after it was found free. */
async function startOn(endpoint: Endpoint, job: Job, keepRunning: boolean): Promise<Supervised> {
  try {
    return await supervise(job, keepRunning)
  } catch (error) {
    if (!isSocket(endpoint)) await requireFreePort(endpoint.port)
    throw error
  }
}

/** @throws PgwrightError `resources` when the disk is full. */
async function makeFolder(folder: string, user: ServerUser | undefined, files: Readonly<Record<string, string>>) {
  try {
    await mkdir(folder, { mode: 0o700 })
    for (const [name, text] of Object.entries(files)) {
      const file = join(folder, name)
      await writeFile(file, text, { mode: 0o600 })
      if (user) await chown(file, user.uid, user.gid)
    }
    if (user) await chown(folder, user.uid, user.gid)
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw fullDiskError(error) ?? error
  }
}

function initdb(
  folder: string,
  superuser: string,
  { initdb, major }: Binaries,
  options: Omit<ServerOptions, 'seed'>,
): string[] {
  const access = [`--username=${superuser}`, '--auth=scram-sha-256', `--pwfile=${join(folder, 'password')}`]
  const where = [`--pgdata=${join(folder, 'data')}`, '--no-sync', '--no-instructions']
  return [initdb, ...where, ...formatOptions(major, options), ...access]
}

function formatOptions(major: number, { checksums = true, walSegmentMb = 16 }: ServerOptions): string[] {
  return [...localeOptions(major), ...checksumOptions(major, checksums), `--wal-segsize=${walSegmentMb}`]
}

function copyOf({ data }: Seed, folder: string): string[] {
  return ['cp', '-R', '-p', data, join(folder, 'data')]
}

/**
 * The built-in provider, there from 17 on, sorts and folds the same on every platform. The C library still classes
 * characters for pg_trgm and others, and in plain C knows no letter beyond ASCII.
 */
function localeOptions(major: number): string[] {
  const provider = major >= 17 ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8'] : []
  const ctype = process.platform === 'darwin' ? 'UTF-8' : 'C.UTF-8'
  return ['--encoding=UTF8', ...provider, '--locale=C', `--lc-ctype=${ctype}`]
}

/** On by default since 18, which has the option to turn them off. */
function checksumOptions(major: number, wanted: boolean): string[] {
  return wanted ? ['--data-checksums'] : major >= 18 ? ['--no-data-checksums'] : []
}
