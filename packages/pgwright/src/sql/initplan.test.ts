import { expect, test } from 'vitest'
import { callsForRows, callsOnce } from './initplan.ts'

const isCall = (name: string) => name === 'current_setting' || name === 'uid'

test.each([
  [
    "(org = (current_setting('app.org'::text))::uuid)",
    /org = \(+SELECT .*current_setting\('app.org'::text\).*::uuid\)+$/i,
  ],
  ['((owner = auth.uid()) OR public)', /owner = \(+SELECT auth\.uid\(\)\)+ OR public$/i],
  ["(NULLIF(current_setting('a.b'::text, true), ''::text) = name)", /\(+SELECT nullif ?\(.*\)\)+ = name$/i],
])('%s calls its function once', (condition, expected) => {
  expect(callsOnce(condition, isCall)).toMatch(expected)
})

test.each([
  '(org = 7)',
  '(org = ( SELECT uid() AS uid))',
  '(org = owner_of(id, lower(name)))',
  '(org = uid(id))',
  '(org = ANY (uid()))',
  'uid() = 1 order by 1',
  'not a condition at all',
])('%s stays as it is', (condition) => {
  expect(callsOnce(condition, isCall)).toBeNull()
})

test('what may be another value for each row is still asked for each', () => {
  expect(callsOnce('(org = COALESCE(uid(), gen_random_uuid()))', isCall)).toMatch(
    /coalesce\(\(select uid\(\)\), gen_random_uuid\(\)\)/i,
  )
})

test('a call is told with what its condition compares it with', () => {
  const condition = "((org = uid()) AND (current_setting('a.b'::text) = 'on'::text) AND (x = ( SELECT uid() AS uid)))"
  expect(callsForRows(condition, isCall)).toEqual([
    { names: ['uid'], constant: false, key: 'org' },
    { names: ['current_setting'], constant: true, key: null },
  ])
  expect(callsForRows('((org = uid()) OR open)', isCall)).toEqual([{ names: ['uid'], constant: false, key: null }])
})
