import { describe, expect, test } from 'vitest'
import { parseStatisticsStatement } from './statistics-statement.ts'

describe('a CREATE STATISTICS', () => {
  test('is read with its table, its kinds and its keys', () => {
    const ddl = `create statistics if not exists s."on" (mcv, NDistinct) on a, (b), "From", /* , */ lower(c), (extract(year from d) + 1)
      from "S 1".t;`
    expect(parseStatisticsStatement(ddl)).toEqual({
      schema: 'S 1',
      table: 't',
      kinds: new Set(['ndistinct', 'mcv']),
      keys: [
        { column: 'a' },
        { column: 'b' },
        { column: 'From' },
        { expression: 'lower ( c )' },
        { expression: '( extract ( year from d ) + 1 )' },
      ],
    })
  })

  test('is of every kind where it names none', () => {
    expect(parseStatisticsStatement('create statistics on a, b from t')).toMatchObject({
      schema: null,
      kinds: new Set(['ndistinct', 'dependencies', 'mcv']),
    })
  })

  test.each(['', 'analyze t', 'create statistics on a, b from t; select 1', 'create statistics on a, b'])(
    'is all that is taken: %s',
    (ddl) => {
      expect(() => parseStatisticsStatement(ddl)).toThrow(/CREATE STATISTICS/)
    },
  )
})
