import { describe, expect, test } from 'vitest'
import { readColumns, readComparisons, readCondition, readRequiredSettings } from './condition.ts'

describe('readCondition', () => {
  test('an equality with a parameter, a cast column included', () => {
    expect(readCondition('(((d.status)::text = $1) AND (d."orgId" = 5))').predicates).toEqual([
      { kind: 'equal', use: { alias: 'd', column: 'status' }, operand: { kind: 'parameter', number: 1 } },
      { kind: 'equal', use: { alias: 'd', column: 'orgId' }, operand: { kind: 'constant', value: '5' } },
    ])
  })

  test('a comparison is read from both sides of a join', () => {
    const { predicates } = readCondition('(c.id = d.courier_id)')
    expect(predicates.map(({ use }) => `${use.alias}.${use.column}`)).toEqual(['c.id', 'd.courier_id'])
  })

  test('a value before its column turns the comparison around', () => {
    expect(readCondition('($1 > d.created_at)').predicates[0]?.kind).toBe('below')
  })

  test('a policy that reads a setting is an equality with that setting', () => {
    const text = `(d.organization_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::integer)`
    expect(readCondition(text).predicates[0]?.operand).toEqual({ kind: 'setting', name: 'app.org' })
  })

  test('lists, null tests and bare booleans', () => {
    const text = `((t.status = ANY ('{open,new}'::text[])) AND (t.gone IS NULL) AND t.live AND (NOT t.dead))`
    expect(readCondition(text).predicates.map(({ kind }) => kind)).toEqual(['any', 'is-null', 'true', 'false'])
  })

  test('the branches of an OR bind nothing, but their columns are seen', () => {
    const { predicates, columns } = readCondition('((a.x = 1) OR (a.y = 2))')
    expect(predicates).toEqual([])
    expect(columns).toEqual([
      { alias: 'a', column: 'x' },
      { alias: 'a', column: 'y' },
    ])
  })

  test.each(['(a.x = (InitPlan 1).col1)', 'EXISTS(SubPlan 2)', '(NOT (ANY (a.x = (hashed SubPlan 1).col1)))'])(
    'sub-plans do not hide the rest of a condition: %s',
    (text) => {
      expect(() => readCondition(text)).not.toThrow()
      if (text.includes('a.x')) expect(readCondition(text).columns).toEqual([{ alias: 'a', column: 'x' }])
    },
  )

  test('what is not SQL is read as nothing', () => {
    expect(readCondition('((')).toEqual({ predicates: [], columns: [] })
  })
})

test('columns within functions are found, whole rows are not columns', () => {
  expect(readColumns('sum(d.cod_amount)')).toEqual([{ alias: 'd', column: 'cod_amount' }])
  expect(readColumns('count(*)')).toEqual([])
  expect(readColumns('PARTIAL sum((d.a + d.b))').map(({ column }) => column)).toEqual(['a', 'b'])
})

test('what a parameter is compared with is found wherever the comparison stands', () => {
  const text = `count(*) FILTER (WHERE ((lower(u.mail) = $1) OR (u.state = ANY (ARRAY[$2, $3])) OR (u.name ~~ $4)))`
  expect(readComparisons(text).map(({ kind, use, operand }) => [kind, use.column, operand])).toEqual([
    ['equal', 'mail', { kind: 'parameter', number: 1 }],
    ['equal', 'state', { kind: 'parameter', number: 2 }],
    ['equal', 'state', { kind: 'parameter', number: 3 }],
    ['equal', 'name', { kind: 'parameter', number: 4 }],
  ])
})

test('a setting that a policy wants to have one value', () => {
  const text = `((t.id = 1) AND (current_setting('app.staff'::text, true) = 'on'::text))`
  expect(readRequiredSettings(text)).toEqual([{ name: 'app.staff', value: 'on' }])
  expect(readRequiredSettings(`((t.id = 1) OR (current_setting('app.staff'::text) = 'on'::text))`)).toEqual([])
})
