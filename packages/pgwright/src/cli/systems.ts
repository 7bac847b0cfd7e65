import type { System } from '../demo/index.ts'
import { PgwrightError } from '../model/index.ts'

/** The reference systems, each loaded only when it is asked for. */
const systems: Readonly<Record<string, () => Promise<System>>> = {
  'barq-fleet': async () => (await import('@pgwright/barq-fleet')).barqFleet,
  'sixfb-booking': async () => (await import('@pgwright/sixfb-booking')).sixfbBooking,
  fastnext: async () => (await import('@pgwright/fastnext')).fastnext,
  driveflow: async () => (await import('@pgwright/driveflow')).driveflow,
}

export const systemNames = Object.keys(systems)

/** @throws PgwrightError `usage` for a name that no system has */
export async function loadSystem(name: string): Promise<System> {
  const load = Object.hasOwn(systems, name) ? systems[name] : undefined
  if (load !== undefined) return load()
  const hint = `Choose one of: ${systemNames.join(', ')}.`
  throw new PgwrightError('usage', `There is no reference system named ${name}.`, hint)
}
