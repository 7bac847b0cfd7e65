import { expect, test } from 'vitest'
import { readDistance, readSortKey, readTerms } from './terms.ts'

const keys = (text: string) => readTerms(text).map(({ key, operator }) => `${key.alias}.${key.column} ${operator}`)

test('an expression over columns of one relation is a key, without the name of its relation', () => {
  expect(readTerms(`(lower((d."Title")::text) = 'x'::text)`)).toEqual([
    {
      key: { alias: 'd', column: 'lower("Title"::text)', reads: ['Title'] },
      operator: '=',
      operand: { kind: 'constant', value: 'x' },
      list: false,
      alternative: false,
    },
  ])
  expect(keys(`((d.body ->> 'a'::text) = 'b'::text)`)).toEqual([`d.body ->> 'a'::text =`])
  expect(keys('(lower(d.title) = lower(e.title))')).toEqual(['d.lower(title) =', 'e.lower(title) ='])
})

test('operators that contain, overlap or match are read, from either side', () => {
  expect(keys(`((d.body @> '{"k": 77}'::jsonb) AND ('{a}'::text[] <@ d.tags))`)).toEqual(['d.body @>', 'd.tags @>'])
  expect(keys(`((d.title)::text ~~* '%abc%'::text)`)).toEqual(['d.title ~~*'])
  expect(keys('(d.valid && $1)')).toEqual(['d.valid &&'])
  expect(keys('($1 >>= d.address)')).toEqual(['d.address <<='])
})

test('each arm of an OR is a term of its own', () => {
  const terms = readTerms('((d.a = 1) OR ((d.b = 2) AND (d.c > 3)))')
  expect(terms.map(({ key, alternative }) => [key.column, alternative])).toEqual([
    ['a', true],
    ['b', true],
    ['c', true],
  ])
})

test('arms of an OR are told apart by whether each of them has something to be found by', () => {
  const every = (text: string) => readTerms(text).map(({ key, everyArm = false }) => [key.column, everyArm])
  expect(every('((d.a = 1) OR ((d.b = 2) AND (d.c <> 3)))')).toEqual([
    ['a', true],
    ['b', true],
    ['c', true],
  ])
  for (const other of ['(d.b <> 2)', '(e.b = 2)', '((d.c + d.b) IS NULL)'])
    expect(every(`((d.a = 1) OR ${other})`)[0]).toEqual(['a', false])
  expect(every('((d.a = 1) OR ((d.b <> 2) AND ((d.c = 3) OR (d.e IS NULL))))')).toContainEqual(['c', true])
})

test('what holds a parameter, or columns of several relations, is no key', () => {
  expect(keys('(date_trunc($1, d.at) = $2)')).toEqual([])
  expect(keys('((d.a + e.b) = 3)')).toEqual([])
  expect(keys('(d.a = d.b)')).toEqual([])
})

test('a sort key has a direction, and a place for nulls where it is an unusual one', () => {
  expect(readSortKey('d.created_at DESC')).toEqual({ alias: 'd', column: 'created_at', descending: true })
  expect(readSortKey('d.created_at DESC NULLS LAST')).toMatchObject({ descending: true, nullsFirst: false })
  expect(readSortKey('(lower(d.name))')).toMatchObject({ column: 'lower(name)', reads: ['name'] })
  expect(readDistance(`(d.place <-> '(0,0)'::point)`)).toMatchObject({ key: { column: 'place' }, operator: '<->' })
})
