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
  ['damaged', (text: string) => text.replace('"kind":"table"', '"kind":"tree"'), /damaged.*relations\.0/],
])('a file that is %s is refused, and says why', (_, change, message) => {
  const text = change(JSON.stringify(snapshot))
  expect(() => readSnapshot(text)).toThrow(
    expect.objectContaining({ code: 'bad-file', message: expect.stringMatching(message) }),
  )
})
