import pg from 'pg'
import { beforeAll, expect, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../../../pgwright/test/database.ts'
import { Bars } from './bars.ts'
import { queryKey } from './key.ts'
import { advance, afterLsn, compareLineage, type Lineage, parseLsn, readPosition } from './position.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createDatabase()
})

const lsn = (n: number) => n.toString(16).padStart(16, '0')

test('a read that began before COMMIT was visible lies below the position of its invalidation, a later one not', async () => {
  const { client } = database
  const before = await readPosition(client)
  const invalidation = await advance(client)
  const after = await readPosition(client)
  expect(before && invalidation && before.lsn < invalidation.lsn).toBe(true)
  expect(after && invalidation && after.lsn >= invalidation.lsn).toBe(true)
  expect(after?.lineage).toEqual(before?.lineage)
})

test('a role without rights can tell positions', async () => {
  const role = `reader ${database.name}`
  await database.client.query(
    `create role ${pg.escapeIdentifier(role)} login password ${pg.escapeLiteral(database.password)}`,
  )
  const client = new pg.Client(database.urlAs(role))
  await client.connect()
  expect(await readPosition(client)).toMatchObject({ shareable: true })
  expect((await advance(client))?.lsn).toMatch(/^[0-9a-f]{16}$/)
  await client.end()
  await database.client.query(`drop role ${pg.escapeIdentifier(role)}`)
})

test('forgotten bars leave a floor, so that nothing older gets in', () => {
  const bars = new Bars(2)
  bars.raise('a', lsn(10))
  bars.raise('b', lsn(20))
  expect(bars.accepts(['c'], lsn(1))).toBe(true)
  bars.raise('c', lsn(30))
  expect([bars.accepts(['a'], lsn(9)), bars.accepts(['x'], lsn(9)), bars.accepts(['x'], lsn(10))]).toEqual([
    false,
    false,
    true,
  ])
  bars.raise('c', lsn(5))
  expect([bars.accepts(['c'], lsn(29)), bars.accepts(['c', 'b'], lsn(30))]).toEqual([false, true])
})

test('positions are in order as text', () => {
  expect([parseLsn('16/B374D848'), parseLsn('0/1'), parseLsn('x'), parseLsn('1/2/3')]).toEqual([
    '00000016b374d848',
    lsn(1),
    undefined,
    undefined,
  ])
  expect(afterLsn(lsn(255))).toBe(lsn(256))
})

test('a later timeline and a crash make a newer history, an earlier timeline is left behind', () => {
  const known: Lineage = { system: '1', timeline: '00000002', crash: '5' }
  expect(compareLineage(known, known)).toBe('same')
  expect(compareLineage({ ...known, crash: null }, known)).toBe('same')
  expect(compareLineage({ ...known, crash: '6' }, known)).toBe('newer')
  expect(compareLineage({ ...known, timeline: '0000000a' }, known)).toBe('newer')
  expect(compareLineage({ ...known, timeline: '00000001' }, known)).toBe('older')
  expect(compareLineage({ ...known, system: '2', timeline: '00000001' }, known)).toBe('newer')
})

test('no two calls share a key that differ in a value', () => {
  const calls = [
    [],
    [null],
    ['n'],
    ['1'],
    [1],
    [true],
    ['t'],
    ['a', 'b'],
    ['a\u0000s1:b'],
    [['a', 'b']],
    [['a'], ['b']],
    [[['a']]],
    [new Date(1)],
    ['1970-01-01T00:00:00.001Z'],
    [Buffer.from('a')],
    [{ a: 1 }],
    ['{"a":1}'],
    [{ a: '1' }],
    [''],
    [[]],
    [['']],
  ]
  expect(new Set(calls.map((values) => queryKey('select', values))).size).toBe(calls.length)
  expect(() => queryKey('select', [() => 1])).toThrow()
})
