import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { cp, lstat, readFile, rename, rm, symlink } from 'node:fs/promises'
import { basename, dirname, join, relative } from 'node:path'
import { promisify } from 'node:util'
import { fullDiskError } from './disk.ts'
import type { Home } from './home.ts'
import { type ServerUser, userCan } from './user.ts'

export interface Binaries {
  readonly initdb: string
  readonly postgres: string
  readonly major: number
  /** Of the package, which says more than PostgreSQL's own. */
  readonly version: string
}

/**
 * Makes the PostgreSQL of a package ready for the server's user: npm packages hold no symbolic links, and their
 * install script, which would make them, is often not run. Where the package can't be written or the user can't get
 * at it, a copy in the home folder is used.
 *
 * @throws PgwrightError `resources` when the disk is full.
 */
export async function prepareBinaries(native: string, home: Home, user: ServerUser | undefined): Promise<Binaries> {
  const { version } = JSON.parse(await readFile(join(dirname(native), 'package.json'), 'utf8')) as { version: string }
  if (userCan(user, 'x', join(native, 'bin', 'postgres')) && (await tryLinks(native))) return inFolder(native, version)
  return inFolder(
    await copyOf(native, join(home.binaries, `${version}-${process.platform}-${process.arch}`), home),
    version,
  )
}

function inFolder(native: string, version: string): Binaries {
  const program = (name: string) => join(native, 'bin', name)
  return { initdb: program('initdb'), postgres: program('postgres'), major: Number.parseInt(version, 10), version }
}

/** Makes the links that are missing; false where the folder can't be written. */
async function tryLinks(native: string): Promise<boolean> {
  try {
    await makeLinks(native)
    return true
  } catch (error) {
    if (['EACCES', 'EPERM', 'EROFS'].includes((error as NodeJS.ErrnoException).code ?? '')) return false
    throw error
  }
}

async function makeLinks(native: string): Promise<void> {
  const file = join(native, 'pg-symlinks.json')
  const links = JSON.parse(await readFile(file, 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const path = join(dirname(native), target)
    if (await exists(path)) continue
    await symlink(relative(dirname(target), source), path).catch(ignoreExisting)
  }
}

/** Complete or absent, never half: another command may be copying at the same time. */
async function copyOf(native: string, target: string, home: Home): Promise<string> {
  const folder = join(target, basename(native))
  if (await exists(folder)) return folder
  // Among the servers, where it is found and removed should this process be killed.
  const scratch = join(home.servers, `binaries-${process.pid}-${randomBytes(4).toString('hex')}`)
  try {
    await cp(native, join(scratch, basename(native)), { recursive: true, verbatimSymlinks: true })
    // What may not be written here is to take the links there, and what the server's user may not read it is to read.
    await promisify(execFile)('chmod', ['-R', 'u+w,a+rX', scratch])
    await makeLinks(join(scratch, basename(native)))
    await rename(scratch, target).catch(ignoreExisting)
  } catch (error) {
    throw fullDiskError(error) ?? error
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
  return folder
}

function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  )
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST' && error.code !== 'ENOTEMPTY') throw error
}
