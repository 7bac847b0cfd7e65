import { expect, test } from 'vitest'
import { observe } from './observe.ts'
import { openZoo } from './testing/zoo.ts'

const zoo = await openZoo(`create table "S 1".t (id int primary key);
  create extension pg_stat_statements;
  select * from "S 1".t`)

test("server, database and the planner's settings are observed", async () => {
  const { server, database, settings, takenAt } = await zoo.observe()
  const { rows } = await zoo.client.query(
    `select current_setting('server_version_num')::int as num, current_database() as name`,
  )
  expect(server).toMatchObject({ versionNum: rows[0].num, major: Math.floor(rows[0].num / 10_000) })
  expect(database).toMatchObject({ name: rows[0].name, encoding: 'UTF8' })
  expect(database.sizeBytes).toBeGreaterThan(1_000_000)
  expect(Date.parse(takenAt)).not.toBeNaN()
  const names = settings.map(({ name }) => name)
  expect(names).toEqual(expect.arrayContaining(['random_page_cost', 'work_mem', 'search_path', 'jit', 'block_size']))
  expect(settings.find(({ name }) => name === 'work_mem')).toMatchObject({ unit: 'kB' })
})

test("the session's own settings are no one else's, and are left as they were", async () => {
  const { settings: usual } = await zoo.observe()
  const session = await zoo.connect()
  await session.query(`begin transaction read only; set local search_path = "S 1"; set local timezone = 'Asia/Baku';
    set local random_page_cost = 1.1`)
  const { settings, gaps } = await observe(session)
  expect(settings).toEqual(usual)
  expect(gaps.filter(({ object }) => object.startsWith('setting'))).toEqual([])
  const { rows } = await session.query(
    `select current_setting('search_path') as path, current_setting('timezone') as zone,
       current_setting('lock_timeout') as timeout`,
  )
  expect(rows).toEqual([{ path: '"S 1"', zone: 'Asia/Baku', timeout: '0' }])
})

test('the workload and its roles come with the snapshot, and can be left out', async () => {
  const { workload, roles } = await zoo.observe(zoo.roles.reader)
  expect(workload.statements).toMatchObject([{ sql: 'select * from "S 1".t', role: 'postgres' }])
  expect(roles).toMatchObject([{ name: zoo.roles.reader }, { name: 'postgres', superuser: true }])
  const session = await zoo.connect()
  await session.query('begin transaction read only')
  const without = await observe(session, { workload: false })
  expect(without.workload).toEqual({ source: 'none', statements: [], excluded: [] })
})

test('a client outside a transaction is refused by the server', async () => {
  await expect(observe(await zoo.connect())).rejects.toMatchObject({ code: '25P01' })
})
