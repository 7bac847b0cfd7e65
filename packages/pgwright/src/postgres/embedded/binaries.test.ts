import { execFileSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, lstatSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { scratchFolder } from '../../../test/scratch.ts'
import { prepareBinaries } from './binaries.ts'
import { openHome } from './home.ts'
import { installedBinaries } from './majors.ts'
import { serverUser } from './user.ts'

const scratch = scratchFolder()
const user = serverUser()
const home = await openHome(user, { PGWRIGHT_HOME: join(scratch, 'home') })

/** The package as npm unpacks it where no install script runs: without links. */
const native = join(scratch, 'package', 'native')
cpSync(dirname(installedBinaries(home)), dirname(native), {
  recursive: true,
  filter: (path) => !lstatSync(path).isSymbolicLink(),
})

function linksOf(native: string): string[] {
  const links = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as { target: string }[]
  return links.map(({ target }) => join(dirname(native), target))
}

/** Run as the server's user; it loads the libraries that the links lead to. */
function version(postgres: string): string {
  return execFileSync(postgres, ['--version'], { ...user, cwd: '/', encoding: 'utf8' })
}

test('links that npm left out are made, by two commands at once', async () => {
  const [binaries] = await Promise.all([prepareBinaries(native, home, user), prepareBinaries(native, home, user)])
  expect(binaries).toMatchObject({ major: 18, postgres: join(native, 'bin', 'postgres') })
  expect(linksOf(native).filter((link) => !existsSync(link))).toEqual([])
  expect(version(binaries.postgres)).toContain('(PostgreSQL) 18')
  expect(readdirSync(home.binaries)).toEqual([])
})

test("a package out of the server user's reach, or without links and not to be written, is copied once", async () => {
  for (const link of linksOf(native)) rmSync(link)
  if (user) chmodSync(dirname(native), 0o700)
  else chmodSync(join(native, 'lib'), 0o500)
  const [first, second] = await Promise.all([prepareBinaries(native, home, user), prepareBinaries(native, home, user)])
  chmodSync(join(native, 'lib'), 0o755)
  expect(first.postgres.startsWith(home.binaries)).toBe(true)
  expect(second).toEqual(first)
  expect(version(first.postgres)).toContain('(PostgreSQL) 18')
  expect(linksOf(dirname(dirname(first.postgres))).filter((link) => !existsSync(link))).toEqual([])
  expect(readdirSync(home.servers)).toEqual([])
})
