import { describe, expect, test } from 'vitest'
import { namedIndexSql, parseIndexStatement } from './index-statement.ts'

function rebuilt(ddl: string): string {
  return namedIndexSql(parseIndexStatement(ddl), 's', 'x')
}

describe('a CREATE INDEX statement', () => {
  test.each([
    ['create index on orders (customer_id)', 'create index "x" on "s"."orders" ( customer_id )'],
    [
      'CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS "é" ON public . "Or""ders"(a DESC);',
      'create unique index "x" on "s"."Or""ders" ( a DESC )',
    ],
    [
      'create index i on only "t" using gin (b jsonb_path_ops)',
      'create index "x" on only "s"."t" using gin ( b jsonb_path_ops )',
    ],
    [
      `create index on t (a) include (b) with (fillfactor = 70) tablespace "fast" where tablespace = ';' -- why`,
      `create index "x" on "s"."t" ( a ) include ( b ) with ( fillfactor = 70 ) where tablespace = ';'`,
    ],
  ])('is given another name, and nothing else of it changes: %s', (ddl, expected) => {
    expect(rebuilt(ddl)).toBe(expected)
  })

  test('tells its expressions, without what else is said of a key', () => {
    const ddl = 'create index on t (a, lower(b) collate "C" text_pattern_ops, (c + (d * 2)) desc nulls last)'
    expect(parseIndexStatement(ddl).expressions).toEqual(['lower ( b )', '( c + ( d * 2 ) )'])
  })

  test('names its table with the schema, where it has one', () => {
    expect(parseIndexStatement('create index on a.b (c)')).toMatchObject({ schema: 'a', table: 'b' })
    expect(parseIndexStatement('create index on b (c)')).toMatchObject({ schema: null, table: 'b' })
  })

  test('has the name that it gives, where it gives one', () => {
    expect(parseIndexStatement('create index "My ix" on b (c)').name).toBe('My ix')
    expect(parseIndexStatement('create index on b (c)').name).toBeNull()
  })

  test.each(['', 'drop index i', 'create index on t (a); drop table t', 'create index on', 'create table t (a int)'])(
    'is refused where it is anything else: %s',
    (ddl) => expect(() => parseIndexStatement(ddl)).toThrow(expect.objectContaining({ code: 'usage' })),
  )
})
