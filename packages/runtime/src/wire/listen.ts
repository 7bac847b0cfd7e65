import type { Pool, PoolClient } from 'pg'

const heard = new WeakSet<Pool>()

/**
 * Lets no connection of the pool end the process by an `error` event that nobody hears. The pool hears its idle ones, and
 * whoever is lent one the lent ones, but not in between: a server may greet a connection and close it in one breath,
 * before a promise can have told of it.
 */
export function hearErrors(pool: Pool): void {
  if (heard.has(pool)) return
  heard.add(pool)
  pool.on('connect', (client: PoolClient) => client.on('error', ignore))
}

function ignore(): void {}
