import { expect, test } from 'vitest'
import type { Snapshot } from '../model/index.ts'
import { policySettings } from './policy-settings.ts'

const settingsOf = (...using: string[]) =>
  policySettings({ policies: using.map((one) => ({ using: one, check: null })) } as unknown as Snapshot)

const noUuid = '00000000-0000-0000-0000-000000000000'

test.each([
  [`(org = (current_setting('app.x'::text))::integer)`, '1'],
  [`(org = (NULLIF(current_setting('app.x'::text, true), ''::text))::uuid)`, noUuid],
  [`(org = (COALESCE(current_setting('app.x'::text, true), '0'::text))::bigint)`, '1'],
  [`(org = ANY (string_to_array(current_setting('app.x'::text, true), ','::text)::uuid[]))`, noUuid],
  [`(org = ANY ((current_setting('app.x'::text, true))::uuid[]))`, '{}'],
  [`(org = (((current_setting('app.x'::text, true))::json ->> 'sub'::text))::uuid)`, '{}'],
  [`(at > (current_setting('app.x'::text))::timestamp with time zone)`, '2000-01-01'],
  [`(name = current_setting('app.x'::text))`, '1'],
])('a setting of %s gets a value that it can be read as', (using, value) => {
  expect(settingsOf(using)).toEqual({ 'app.x': value })
})

test('what is cast in one policy and read as text in another is what the cast takes', () => {
  const [text, uuid] = [`(current_setting('app.x') <> '')`, `(org = (current_setting('app.x'))::uuid)`]
  expect(settingsOf(text, uuid)).toEqual({ 'app.x': noUuid })
  expect(settingsOf(uuid, text)).toEqual({ 'app.x': noUuid })
})
