/** What comes to a number of connections, and how long each is needed. */
export interface Load {
  /** Requests a second. */
  readonly rate: number
  readonly meanHoldMs: number
  /** Variance of the hold time over the square of its mean. */
  readonly squaredVariation: number
}

const mostConnections = 10_000

/** Connections that are busy at once, in the mean: Little's law. */
export function busy({ rate, meanHoldMs }: Load): number {
  return (rate * meanHoldMs) / 1000
}

/**
 * The share of requests that wait for longer than `waitMs` where requests come at random: Erlang's formula, its wait
 * stretched for hold times that vary more than exponential ones (Allen and Cunneen's approximation).
 */
export function shareWaiting(load: Load, connections: number, waitMs: number): number {
  const offered = busy(load)
  if (offered === 0) return 0
  if (connections <= offered) return 1
  const stretch = (1 + load.squaredVariation) / 2
  const rate = (connections - offered) / load.meanHoldMs
  return erlangC(connections, offered) * Math.exp((-rate * waitMs) / stretch)
}

/** The fewest connections with which at most `share` of the requests wait for longer than `waitMs`. */
export function connectionsFor(load: Load, waitMs: number, share: number): number {
  let connections = Math.max(1, Math.ceil(busy(load)))
  while (connections < mostConnections && shareWaiting(load, connections, waitMs) > share) connections += 1
  return connections
}

function erlangC(connections: number, offered: number): number {
  let blocked = 1
  for (let k = 1; k <= connections; k++) blocked = (offered * blocked) / (k + offered * blocked)
  return blocked / (1 - (offered / connections) * (1 - blocked))
}
