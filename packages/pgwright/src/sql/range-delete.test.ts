import { describe, expect, test } from 'vitest'
import { rangeDelete } from './range-delete.ts'

describe('a delete of all that is below some value', () => {
  test.each([
    'delete from log where at < $1',
    `delete from log where at <= now() - interval '90 days'`,
    'delete from log where $1 > at',
    'delete from log l where l.at < $1 and l.at >= $2',
    'delete from log where id in (select id from log where at < $1 order by at limit 1000 for update skip locked)',
    'delete from log where ctid = any (array(select ctid from log where at < $1 limit 1000))',
  ])('is read from: %s', (sql) => {
    expect(rangeDelete(sql)).toEqual({ schema: null, table: 'log', column: 'at' })
  })

  test('has the schema that the statement names', () => {
    expect(rangeDelete('delete from app.log where at < $1')).toMatchObject({ schema: 'app' })
  })

  test.each([
    ['of one value', 'delete from log where at = $1'],
    ['of the newest', 'delete from log where at > $1'],
    ['that something else decides on too', 'delete from log where at < $1 and tenant = $2'],
    ['one or the other', 'delete from log where at < $1 or tenant = $2'],
    ['by a value of the row', 'delete from log where at < closed_at'],
    ['by a value of another table', 'delete from log where at < (select min(at) from job)'],
    ['along another table', 'delete from log using job where at < $1'],
    ['that is read', 'delete from log where at < $1 returning *'],
    ['of keys of another table', 'delete from log where id in (select id from job where at < $1)'],
    ['of another column', 'delete from log where id in (select parent from log where at < $1)'],
    ['of a portion of a portion', 'delete from log where id in (select id from log where at < $1 offset 100)'],
    ['of everything', 'delete from log'],
    ['in name alone', 'select from log where at < $1'],
  ])('is not one %s', (_, sql) => {
    expect(rangeDelete(sql)).toBeNull()
  })
})
