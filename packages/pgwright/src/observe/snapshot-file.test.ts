import { expect, test } from 'vitest'
import { readSnapshot } from './snapshot-file.ts'
import { openZoo } from './testing/zoo.ts'

const zoo = await openZoo('create table "S 1"."Ünï" (id int primary key, "user" text); analyze')
const snapshot = await zoo.observe()

test('a snapshot survives its file', () => {
  expect(readSnapshot(JSON.stringify(snapshot, null, 2))).toEqual(snapshot)
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
