import { expect, test } from 'vitest'
import { conditionSettingCasts, settingCasts } from './setting-casts.ts'

test.each([
  [`(org = (current_setting('app.org'::text))::integer)`, /nullif ?\(current_setting\('app\.org'.*, ''\) as int/i],
  [`(org = ( SELECT (current_setting('app.org'::text, true))::uuid AS u))`, /nullif ?\(current_setting/i],
  [`(a OR (org = (COALESCE(current_setting('app.org'::text, true), '0'::text))::bigint))`, /coalesce ?\(nullif/i],
  [`(sub = ((current_setting('app.claims'::text, true))::json ->> 'sub'::text))`, /nullif ?\(current_setting/i],
])('%s fails on an empty setting', (condition, guarded) => {
  const casts = conditionSettingCasts(condition)
  expect(casts?.settings).toHaveLength(1)
  expect(casts?.sql).toMatch(guarded)
  expect(conditionSettingCasts(casts?.sql ?? '')).toBeNull()
})

test.each([
  `(org = (NULLIF(current_setting('app.org'::text, true), ''::text))::integer)`,
  `(org = current_setting('app.org'::text, true))`,
  `(org = (current_setting('app.org'::text, true))::character varying)`,
  `((current_setting('server_version_num'::text))::integer > 150000)`,
  `(org = CASE WHEN (current_setting('a.b'::text) = ''::text) THEN NULL::int ELSE (current_setting('a.b'::text))::int END)`,
  `(org = ANY ((string_to_array(current_setting('app.orgs'::text, true), ','::text))::integer[]))`,
  'no condition at all',
])('%s does not', (condition) => {
  expect(conditionSettingCasts(condition)).toBeNull()
})

test('finds it in the body of a function', () => {
  expect(settingCasts(`select current_setting('app.user_id', true)::uuid`)?.settings).toEqual(['app.user_id'])
})
