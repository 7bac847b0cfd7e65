import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { readSnapshot, writeSnapshot } from './snapshot-file.ts'
import { openZoo } from './testing/zoo.ts'
import { readWorkload } from './workload/files.ts'

const zoo = await openZoo('create table "S 1"."Ünï" (id int primary key, "user" text); analyze')
const snapshot = await zoo.observe()

test('a snapshot survives its file', () => {
  expect(readSnapshot(JSON.stringify(snapshot, null, 2))).toEqual(snapshot)
})

test('values that a workload from files knows are not written', () => {
  const samples = [{ sql: "select 1 from t where a = 'secret'", calls: 2 }]
  const sql = "select 1 from t where a = $1 and b = 'secret'"
  const statement = { fingerprint: '1', sql, role: null, calls: 2, totalMs: 0, rows: 2, samples }
  const text = writeSnapshot({ ...snapshot, workload: { source: 'x', statements: [statement], excluded: [] } })
  expect(text).not.toContain('secret')
  expect(readSnapshot(text).workload.statements).toMatchObject([{ calls: 2, role: null }])
})

test("a snapshot's statements are a workload for another database, with their roles and times", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'snapshots-'))
  const sql = 'select a from t where b = $1'
  const statement = { fingerprint: '1', sql, role: 'app', calls: 3, totalMs: 9, rows: 5 }
  const other = { ...snapshot, workload: { source: 'x', statements: [statement], excluded: [] } }
  await writeFile(path.join(folder, 'a.json'), JSON.stringify(other, null, 2))
  await writeFile(path.join(folder, 'b.json'), writeSnapshot(other))
  const { workload } = await readWorkload([folder]).finally(() => rm(folder, { recursive: true }))
  expect(workload.statements).toMatchObject([{ sql, role: 'app', calls: 6, totalMs: 18, rows: 10 }])
})

test('a snapshot whose one line is long is a workload too', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'snapshots-'))
  const statement = { fingerprint: '1', sql: 'select a from t', role: null, calls: 3, totalMs: 9, rows: 5 }
  const excluded = [{ sql: 'x'.repeat(17_000_000), reason: 'It is long.' }]
  const large = { ...snapshot, workload: { source: 'x', statements: [statement], excluded } }
  await writeFile(path.join(folder, 'large.json'), writeSnapshot(large))
  const { workload } = await readWorkload([folder]).finally(() => rm(folder, { recursive: true }))
  expect(workload).toMatchObject({ statements: [{ calls: 3 }], excluded })
})

test.each([
  ['truncated', (text: string) => text.slice(0, -20), /truncated/],
  ['empty', () => '', /not JSON/],
  ['a page of HTML', () => '<html>', /not JSON/],
  ['another JSON file', () => '{"name": "x"}', /no pgwright snapshot/],
  ['a plan', (text: string) => text.replace('pgwright-snapshot', 'pgwright-plan'), /no pgwright snapshot/],
  [
    'of a newer version',
    (text: string) => text.replace('"schemaVersion":2', '"schemaVersion":9'),
    /newer pgwright.* 9/,
  ],
  [
    'of an older version',
    (text: string) => text.replace('"schemaVersion":2', '"schemaVersion":1'),
    /older pgwright.* 1/,
  ],
  ['with half a character', (text: string) => text.replace('Ünï', 'Ü\\ud800'), /damaged.*text/],
  ['with a zero byte', (text: string) => text.replace('Ünï', 'Ü\\u0000'), /damaged.*text/],
  ['with an endless name', (text: string) => text.replaceAll('Ünï', 'Ü'.repeat(40)), /damaged.*too long/],
  ['with a size in the clouds', (text: string) => text.replaceAll(/"blocks":\d+/g, '"blocks":1e15'), /damaged.*size/],
  ['with a size below nothing', (text: string) => text.replaceAll(/"blocks":\d+/g, '"blocks":-1'), /damaged.*size/],
  ['larger than any disk', (text: string) => withRelations(text, 20, 4e9), /damaged.*256 TiB/],
  ['with a number that is none', (text: string) => text.replace(/"tuples":\d+/, '"tuples":null'), /damaged.*tuples/],
  ['with an infinite number', (text: string) => text.replace(/"tuples":\d+/, '"tuples":1e999'), /damaged.*tuples/],
  ['with a table twice', withTableTwice, /damaged.*twice/],
  ['with millions of columns', withManyColumns, /damaged.*columns/],
  ['damaged', (text: string) => text.replace('"kind":"table"', '"kind":"tree"'), /damaged.*relations\.0/],
])('a file that is %s is refused, and says why', (_, change, message) => {
  const text = change(JSON.stringify(snapshot))
  expect(() => readSnapshot(text)).toThrow(
    expect.objectContaining({ code: 'bad-file', message: expect.stringMatching(message) }),
  )
})

function withTableTwice(text: string): string {
  const changed = JSON.parse(text)
  return JSON.stringify({ ...changed, relations: [...changed.relations, changed.relations[0]] })
}

function withManyColumns(text: string): string {
  const changed = JSON.parse(text)
  const [{ columns }] = changed.relations
  const many = Array.from({ length: 20_000 }, (_, i) => ({ ...columns[0], name: `c${i}` }))
  return JSON.stringify({ ...changed, relations: [{ ...changed.relations[0], columns: many }] })
}

function withRelations(text: string, count: number, blocks: number): string {
  const changed = JSON.parse(text)
  const [relation] = changed.relations
  const size = { ...relation.size, blocks }
  const relations = Array.from({ length: count }, (_, i) => ({ ...relation, name: `t${i}`, size }))
  return JSON.stringify({ ...changed, relations })
}
