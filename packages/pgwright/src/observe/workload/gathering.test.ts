import { expect, test } from 'vitest'
import { Gathering } from './gathering.ts'

const once = { role: null, calls: 1, totalMs: 1, rows: null }

test('of too many different statements those with the fewest calls go, and are counted', () => {
  const gathering = new Gathering(100)
  gathering.add({ ...once, sql: 'select a from often', calls: 5 })
  for (let i = 0; i < 150; i++) gathering.add({ ...once, sql: `select a from t where c${i} = 1` })
  const { statements, excluded } = gathering.workload('test')
  expect(statements.length).toBeLessThanOrEqual(100)
  expect(statements.some(({ sql }) => sql.includes('often'))).toBe(true)
  expect(statements.length + (excluded[0]?.count ?? 0)).toBe(151)
})

test('samples of many long statements do not fill the memory, and those that are forgotten make room', () => {
  const gathering = new Gathering(1000)
  const long = 'x'.repeat(9000)
  const call = (i: number, j: number) => gathering.add({ ...once, sql: `select a from t where c${i} = '${long}${j}'` })
  for (let i = 0; i < 1000; i++) for (let j = 0; j < 10; j++) call(i, j)
  const samples = gathering.workload('test').statements.flatMap((statement) => statement.samples ?? [])
  const length = samples.reduce((sum, { sql }) => sum + sql.length, 0)
  expect(length).toBeGreaterThan(30_000_000)
  expect(length).toBeLessThan(50_000_000)
  for (let j = 0; j < 10; j++) call(1000, j)
  const newest = gathering.workload('test').statements.find(({ sql }) => sql.includes('c1000'))
  expect(newest?.samples?.length).toBeGreaterThan(5)
})

test('the same statement of two roles is two, and one of no role a third', () => {
  const gathering = new Gathering()
  for (const role of ['a', 'b', null, 'a']) gathering.add({ ...once, role, sql: 'select a from t' })
  expect(
    gathering
      .workload('test')
      .statements.map(({ role, calls }) => [role, calls])
      .sort(),
  ).toEqual([
    [null, 1],
    ['a', 2],
    ['b', 1],
  ])
})

test('the body of a function is no call, whatever stands before it', () => {
  const gathering = new Gathering()
  const body = 'begin atomic select case when a then b end from t; delete from t; end'
  gathering.add({ ...once, sql: `/* v2 */ -- x\ncreate function f() returns void ${body}; select c from t` })
  expect(gathering.workload('test')).toMatchObject({
    statements: [{ sql: 'select c from t' }],
    excluded: [{ sql: 'create function …' }],
  })
})

test('several statements in one text count one by one, without a time that is theirs together', () => {
  const gathering = new Gathering()
  gathering.add({ ...once, sql: "begin; select a from t where b = ';'; insert into t values (1), (2); commit;" })
  expect(gathering.workload('test').statements).toMatchObject([
    { calls: 1, totalMs: 0, rows: expect.any(Number) },
    { calls: 1, totalMs: 0, rows: expect.any(Number) },
  ])
})

test("pgwright's own statements are left out, and those of others that are alike but for the mark are not", () => {
  const gathering = new Gathering()
  const counted = { role: 'app', calls: 2, totalMs: 4, rows: 2 }
  gathering.add({ ...counted, sql: 'select /* pgwright */ count(*) from orders' })
  gathering.add({ ...counted, sql: 'select count(*) from orders' })
  const { statements, excluded } = gathering.workload('test')
  expect(statements).toMatchObject([{ sql: 'select count(*) from orders', calls: 2 }])
  expect(excluded).toMatchObject([{ reason: "It is pgwright's own." }])
})
