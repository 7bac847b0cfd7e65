import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import pg from 'pg'
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { scratchFolder } from '../../../test/scratch.ts'
import { quoteIdentifier, quoteLiteral } from '../../sql/index.ts'
import { toPgwrightError } from '../errors.ts'
import { withReader } from '../session.ts'
import { parseTarget } from '../target.ts'
import type { EmbeddedServer } from './embedded-server.ts'
import { freePort } from './port.ts'
import { runsWith } from './process.ts'
import { type ServerOptions, startServer } from './server.ts'

const scratch = scratchFolder()
const home = join(scratch, 'home')
beforeEach(() => {
  vi.stubEnv('PGWRIGHT_HOME', home)
})
afterEach(() => {
  vi.unstubAllEnvs()
})

async function withServer<Result>(options: ServerOptions, work: (server: EmbeddedServer) => Promise<Result>) {
  const server = await startServer(options)
  try {
    return await work(server)
  } finally {
    await server.stop()
  }
}

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(url)
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

test('two servers at once answer, each with data of its own, and stop though a session is busy', async () => {
  const servers = await Promise.all([startServer(), startServer()])
  const folders = servers.map(({ url }) => query(url(), `select current_setting('data_directory') as folder`))
  expect((await Promise.all(folders)).flat()).toEqual(servers.map(({ dataFolder }) => ({ folder: dataFolder })))
  const ended = servers.map(({ url }) => expect(query(url(), 'select pg_sleep(60)')).rejects.toThrow())
  await Promise.all(servers.map((server) => server.stop()))
  await Promise.all(ended)
})

test('a stopped server leaves nothing, and may be stopped again', async () => {
  const temporary = join(scratch, 'tmp')
  mkdirSync(temporary)
  vi.stubEnv('TMPDIR', temporary)
  const server = await startServer()
  expect(await runsWith(server.processId, server.dataFolder)).toBe(true)
  await server.stop()
  await server.stop()
  expect(await runsWith(server.processId, server.dataFolder)).toBe(false)
  expect(existsSync(dirname(server.dataFolder))).toBe(false)
  expect(readdirSync(join(home, 'servers'))).toEqual([])
  expect(readdirSync(temporary)).toEqual([])
})

test('the home folder may have any name, and so may a role and a database', async () => {
  vi.stubEnv('PGWRIGHT_HOME', join(scratch, `it's a "home" ü \\`))
  const [role, database] = ['O"Neil @/:%é', 'shop ?#%/"']
  await withServer({}, async ({ url, password }) => {
    await query(url(), `create role ${quoteIdentifier(role)} login password ${quoteLiteral(password)}`)
    await query(url(), `create database ${quoteIdentifier(database)}`)
    // pg itself leaves a database's name encoded.
    const reached = await withReader(parseTarget(url(database, role)), (client) =>
      client.query('select session_user as role, current_database() as database'),
    )
    expect(reached.rows).toEqual([{ role, database }])
  })
})

test('a home folder too long for a socket makes it TCP, on the port wished for and with the settings given', async () => {
  vi.stubEnv('PGWRIGHT_HOME', join(scratch, 'long'.repeat(25)))
  const port = await freePort()
  await withServer({ port, checksums: false, settings: { work_mem: '5MB' } }, async ({ url }) => {
    expect(new URL(url()).host).toBe(`127.0.0.1:${port}`)
    const names = `name in ('work_mem', 'data_checksums', 'port') order by name`
    const settings = await query(url(), `select setting from pg_settings where ${names}`)
    expect(settings.map(({ setting }) => setting)).toEqual(['off', String(port), '5120'])
  })
})

describe('it does not start', () => {
  test('on a port that is in use, or that is none', async () => {
    const other = createServer()
    const port = await new Promise<number>((resolve) => {
      other.listen(0, '127.0.0.1', () => resolve(Number((other.address() as { port: number }).port)))
    })
    await expect(startServer({ listen: 'tcp', port })).rejects.toMatchObject({ code: 'busy' })
    other.close()
    await expect(startServer({ listen: 'tcp', port: 65_536 })).rejects.toMatchObject({ code: 'usage' })
  })

  test('with a setting that it refuses, and says which', async () => {
    await expect(startServer({ settings: { shared_buffers: 'much' } })).rejects.toMatchObject({
      code: 'server',
      message: expect.stringContaining('postgresql.conf'),
    })
    expect(readdirSync(join(home, 'servers'))).toEqual([])
  })

  test('where its folder is a file', async () => {
    const file = join(scratch, 'file')
    writeFileSync(file, '')
    vi.stubEnv('PGWRIGHT_HOME', file)
    await expect(startServer()).rejects.toMatchObject({ code: 'usage', hint: expect.stringContaining('PGWRIGHT_HOME') })
  })

  test("where the server's user can't enter", async ({ skip }) => {
    if (process.getuid?.() !== 0) skip('the server runs as the user who runs the tests')
    const closed = join(scratch, 'closed')
    mkdirSync(closed, { mode: 0o700 })
    vi.stubEnv('PGWRIGHT_HOME', join(closed, 'home'))
    await expect(startServer()).rejects.toMatchObject({ code: 'usage', message: expect.stringContaining('entered') })
    chmodSync(closed, 0o755)
  })
})

describe('a full disk', () => {
  const disk = join(scratch, 'disk')

  /** Undefined where this user may not mount. */
  function mounted(sizeMb: number): true | undefined {
    mkdirSync(disk, { recursive: true })
    const options = ['-t', 'tmpfs', '-o', `size=${sizeMb}m,mode=755`, 'tmpfs', disk]
    if (spawnSync('mount', options).status !== 0) return undefined
    vi.stubEnv('PGWRIGHT_HOME', disk)
    return true
  }
  const unmount = () => spawnSync('umount', [disk])
  afterAll(unmount)

  test('keeps a server from being set up, which is said', async ({ skip }) => {
    if (!mounted(20)) skip('mounting is not allowed')
    await expect(startServer()).rejects.toMatchObject({ code: 'resources' })
    expect(readdirSync(join(disk, 'servers'))).toEqual([])
    unmount()
  })

  test('while a server runs is an error of the statement, and the server still stops', async ({ skip }) => {
    if (!mounted(80)) skip('mounting is not allowed')
    await withServer({}, async ({ url }) => {
      const fill = `create table t as select repeat('x', 1000) from generate_series(1, 100000)`
      const error = await query(url(), fill).catch((caught) => toPgwrightError(caught, 'filling'))
      expect(error).toMatchObject({ code: 'resources', message: "Filling failed: the server's disk is full." })
    })
    expect(readdirSync(join(disk, 'servers'))).toEqual([])
    unmount()
  })
})
