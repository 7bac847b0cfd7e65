import { RuntimeError } from '../error.ts'

/** What a pool looks like when it refuses, for the message. */
export interface PoolState {
  readonly name: string
  readonly size: number
  readonly inUse: number
  readonly waiting: number
  /** Who has had a connection for the longest, where that is known. */
  readonly longest: { readonly heldMs: number; readonly site: string | null; readonly route: string | null } | null
}

export function waitedTooLong(waitedMs: number, state: PoolState): RuntimeError {
  return new RuntimeError(
    'timeout',
    `No connection of pool ${state.name} came free within ${waitedMs} ms (waitTimeoutMs): ${describe(state)}.`,
    'The server was not asked. See what holds the connections, or what advise() says of the size.',
  )
}

export function tooManyWait(state: PoolState): RuntimeError {
  return new RuntimeError(
    'unavailable',
    `Too many wait for a connection of pool ${state.name} (maxWaiting): ${describe(state)}.`,
    'Refuse requests earlier, or see what holds the connections.',
  )
}

export function circuitIsOpen(name: string, failures: number, openForMs: number, cause: unknown): RuntimeError {
  return new RuntimeError(
    'unavailable',
    `The server of pool ${name} is known to be down: ${failures} connections in a row failed.`,
    openForMs > 0
      ? `It is tried again in ${Math.ceil(openForMs)} ms.`
      : 'It is being tried again now, by another request.',
    { cause },
  )
}

export function isDraining(name: string): RuntimeError {
  return new RuntimeError(
    'unavailable',
    `Pool ${name} is being closed and gives no more connections.`,
    'Stop taking requests before the pool is drained.',
  )
}

function describe({ size, inUse, waiting, longest }: PoolState): string {
  const counts = `${inUse} of ${size} in use, ${waiting} waiting`
  if (longest === null) return counts
  const { site, route } = longest
  const by = [site === null ? '' : ` by ${site}`, route === null ? '' : ` for ${route}`].join('')
  return `${counts}, the longest held for ${Math.round(longest.heldMs)} ms${by}`
}
