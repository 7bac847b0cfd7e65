import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect as jestExpect } from 'expect'
import pg from 'pg'
import { afterAll, afterEach, expect, test, vi } from 'vitest'
import { blogPool } from '../detect/testing/blog.ts'
import { instrument } from '../drivers/pg.ts'
import { withScope } from '../scope/index.ts'
import { countQueries, expectConstantQueries, expectNoNPlusOne, expectQueryCount } from './index.ts'
import './vitest.ts'
import { matchers } from './matchers.ts'

instrument(pg)
jestExpect.extend(matchers)
const pool = await blogPool()
const folder = await mkdtemp(join(tmpdir(), 'pgwright-baseline-'))
afterAll(async () => {
  await pool.end()
  await rm(folder, { recursive: true })
})
afterEach(() => vi.unstubAllEnvs())

const authors = async (limit: number) =>
  (await pool.query<{ id: number }>('select id from author order by id limit $1', [limit])).rows

async function postsOfEach(limit = 10) {
  for (const { id } of await authors(limit)) await pool.query('select title from post where author_id = $1', [id])
}

async function postsAtOnce(limit = 10) {
  const ids = (await authors(limit)).map(({ id }) => id)
  await pool.query('select title from post where author_id = any($1)', [ids])
}

test('an N+1 fails with its line, its statement, where its values come from, and the fix', async () => {
  const message = await expectNoNPlusOne(() => postsOfEach()).catch(({ message }: Error) => message)
  expect(message).toMatch(/n-plus-one at packages\/runtime\/src\/testing\/testing\.test\.ts:\d+ in postsOfEach/)
  expect(message).toContain('select title from post where author_id = $1')
  expect(message).toContain('author.id → $1, by: select id from author order by id limit $1')
  expect(message).toContain('where author_id = any($1)')
  expect(message).not.toContain('10000')
  await expectNoNPlusOne(() => postsAtOnce())
})

test('queries are counted without those of the session, and a wrong count lists them', async () => {
  const { count, statements, result } = await countQueries(async () => {
    await pool.query('begin; select 1; commit')
    await postsOfEach(4)
    return 'done'
  })
  expect([count, result]).toEqual([5, 'done'])
  expect(statements.map(({ times }) => times)).toEqual([1, 4])
  await expect(expectQueryCount(() => postsOfEach(4), 2)).rejects.toThrow(/5 queries[\s\S]*4 × select title/)
  await expectQueryCount(() => postsOfEach(4), { atMost: 5 })
  await expect(expectQueryCount(() => authors(1), { atLeast: 2, atMost: 5 })).rejects.toThrow('2 to 5')
})

test('more round trips for more parents fail, and name the statement that grew', async () => {
  await expect(expectConstantQueries(postsOfEach)).rejects.toThrow(
    /With 20 instead of 2[\s\S]*20 × select title[\s\S]*2 before[\s\S]*n-plus-one/,
  )
  await expectConstantQueries(postsAtOnce, { small: 3, large: 30 })
})

test('what the function asked and threw afterwards is its own error', async () => {
  await expect(
    countQueries(() => {
      throw new Error('of the application')
    }),
  ).rejects.toThrow('of the application')
})

test('tests that run side by side count their own, and a server in the process is counted, each request by itself', async () => {
  const counts = await Promise.all([2, 5, 3].map(async (limit) => (await countQueries(() => postsOfEach(limit))).count))
  expect(counts).toEqual([3, 6, 4])
  const server = createServer((request, response) =>
    withScope(request.url ?? '', () => postsOfEach(1).then(() => response.end())),
  ).listen(0)
  const { port } = server.address() as AddressInfo
  const ask = () => fetch(`http://localhost:${port}/`)
  const { count } = await countQueries(ask)
  expect(count).toBe(2)
  // Each of them asks for one author only.
  await expectNoNPlusOne(async () => {
    for (let i = 0; i < 5; i++) await ask()
  })
  server.close()
  server.closeAllConnections()
})

test('a baseline lets known findings pass, fails new ones, and tells those that are gone', async () => {
  const baseline = join(folder, 'known', 'n-plus-one.json')
  const options = { baseline, name: 'authors' }
  await expect(expectNoNPlusOne(() => postsOfEach(), options)).rejects.toThrow('n-plus-one')
  vi.stubEnv('PGWRIGHT_UPDATE_BASELINE', '1')
  await Promise.all(['b', 'authors', 'a'].map((name) => expectNoNPlusOne(() => postsOfEach(), { baseline, name })))
  vi.unstubAllEnvs()
  const text = await readFile(baseline, 'utf8')
  expect(Object.keys(JSON.parse(text).tests)).toEqual(['a', 'authors', 'b'])
  expect(text).not.toContain(folder)
  await expectNoNPlusOne(() => postsOfEach(), options)
  const gone: string[] = []
  await expectNoNPlusOne(() => postsAtOnce(), { ...options, gone: (message) => gone.push(message) })
  expect(gone).toEqual([expect.stringContaining('no longer has n-plus-one')])
  await writeFile(baseline, '[]')
  await expect(expectNoNPlusOne(() => postsOfEach(), options)).rejects.toThrow('is no baseline')
})

test.each([
  ['Vitest', expect],
  ['Jest', jestExpect as unknown as typeof expect],
])('matchers of %s', async (_, expectOf) => {
  await expectOf(() => postsOfEach(3)).toHaveQueryCount(4)
  await expectOf(() => postsOfEach(3)).not.toHaveQueryCount(3)
  await expectOf(() => postsAtOnce()).toHaveNoNPlusOne()
  await expect(expectOf(() => postsOfEach()).toHaveNoNPlusOne()).rejects.toThrow(/in postsOfEach[\s\S]*any\(\$1\)/)
  await expect(expectOf(() => authors(1)).toHaveQueryCount({ atMost: 0 })).rejects.toThrow('1 queries were sent')
  await expect(expectOf(3).toHaveQueryCount(1)).rejects.toThrow('takes a function')
})
