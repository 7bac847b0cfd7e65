import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { scratchFolder } from '../../../test/scratch.ts'
import type { EmbeddedServer } from './embedded-server.ts'
import type { SeedOptions } from './seed.ts'
import { startServer } from './server.ts'

const home = join(scratchFolder(), 'home')
const seeds = () => readdirSync(join(home, 'seeds'))

let prepared = 0
const seed: SeedOptions = {
  name: 'test',
  revision: 1,
  async prepare(server) {
    prepared++
    await ask(server, 'create table made_once (i int)')
  },
}

async function ask(server: EmbeddedServer, sql: string): Promise<unknown[]> {
  const client = new pg.Client(server.url())
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

beforeAll(() => {
  vi.stubEnv('PGWRIGHT_HOME', home)
})
afterAll(() => {
  vi.unstubAllEnvs()
})

test('two servers begin as copies of what was prepared once, and know nothing of each other', async () => {
  const one = await startServer({ seed })
  const two = await startServer({ seed })
  try {
    await ask(one, 'insert into made_once values (1)')
    expect(await ask(two, 'select i from made_once')).toEqual([])
    expect(await ask(two, `select current_user <> 'postgres' as "hasOwnSuperuser"`)).toEqual([
      { hasOwnSuperuser: true },
    ])
    expect(prepared).toBe(1)
    expect(seeds()).toHaveLength(1)
  } finally {
    await one.stop()
    await two.stop()
  }
})

test('a damaged seed is made anew before anybody notices', async () => {
  const [name = ''] = seeds()
  rmSync(join(home, 'seeds', name, 'data', 'global'), { recursive: true })
  const again = await startServer({ seed })
  expect(await ask(again, 'select count(*)::int as n from made_once')).toEqual([{ n: 0 }])
  await again.stop()
  expect(prepared).toBe(2)
})

test('another revision, and servers of another format, have a seed of their own', async () => {
  const revised = await startServer({ seed: { ...seed, revision: 2 } })
  await revised.stop()
  const formatted = await startServer({ seed, walSegmentMb: 1 })
  expect(await ask(formatted, 'show wal_segment_size')).toEqual([{ wal_segment_size: '1MB' }])
  await formatted.stop()
  expect(prepared).toBe(4)
})
