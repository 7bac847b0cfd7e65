import type { Snapshot } from '../model/index.ts'

/** `current_setting('app.tenant'::text, true)` and the cast that follows it, as `pg_get_expr` prints both. */
const reading = /current_setting\('((?:[^']|'')+)'(?:::text)?(?:, \w+)?\)+(?:::([a-z]+))?/g

/** Values that a cast takes, whatever they mean. */
const placeholders: Readonly<Record<string, string>> = {
  smallint: '1',
  integer: '1',
  bigint: '1',
  numeric: '1',
  uuid: '00000000-0000-0000-0000-000000000000',
  boolean: 'false',
  timestamp: '2000-01-01',
  date: '2000-01-01',
}

/**
 * Settings that policies read, with values that can be read as what they are cast to: without any, a statement under such
 * a policy can't even be planned. They stand for nobody, and are replaced by what the column has once there is a plan.
 */
export function policySettings({ policies }: Snapshot): Record<string, string> {
  const settings: Record<string, string> = {}
  for (const { using, check } of policies) {
    for (const [, name = '', cast = ''] of `${using ?? ''} ${check ?? ''}`.matchAll(reading))
      settings[name.replaceAll("''", "'")] ??= placeholders[cast] ?? '1'
  }
  return settings
}
