import { startTwinServer, type TwinServer } from '../src/twin/index.ts'

/** By major. Kept by the promise, since two may ask before the first is there. */
const servers = new Map<number, Promise<TwinServer>>()

/**
 * A server for twins that outlives the test file: those that a worker runs share this module, and starting one takes as
 * long as several twins on it. It ends with the worker. Roles that a twin brings stay on it.
 */
export function twinServer(major = 18): Promise<TwinServer> {
  const known = servers.get(major)
  if (known !== undefined) return known
  const starting = startTwinServer(major)
  servers.set(major, starting)
  return starting
}
