import { PgwrightError } from '../../model/index.ts'
import type { Scenario } from './scenario.ts'

/** Who a session is, and not how it plans: that is another what-if. */
const identity = new Set(['role', 'session_authorization'])

/**
 * Another value of a setting. Whether there is such a setting, and whether it takes the value, the twin's server says.
 *
 * @param value as `SET` takes it, with a unit or without
 */
export function set(scenario: Scenario, name: string, value: string): Scenario {
  if (identity.has(name.toLowerCase())) {
    throw new PgwrightError('usage', `${name} can't be set here.`, 'Say which role is to run the statements instead.')
  }
  // A custom setting is a session's: policies read it, the planner does not.
  if (name.includes('.')) return { ...scenario, custom: { ...scenario.custom, [name]: value } }
  const others = scenario.snapshot.settings.filter((setting) => setting.name.toLowerCase() !== name.toLowerCase())
  const snapshot = { ...scenario.snapshot, settings: [...others, { name, setting: value, unit: null }] }
  return { ...scenario, snapshot, settings: { ...scenario.settings, [name]: value } }
}
