import { type Checkout, siteOf } from './checkout.ts'

/** A connection that was taken out long ago and is not back. */
export interface Leak {
  readonly pool: string
  /** `loadOrders (/app/src/orders.ts:12:7)`: what took it; null where no frame of the application is known. */
  readonly site: string | null
  /** The request's, where it ran in one. */
  readonly route: string | null
  readonly heldMs: number
  /** Whether it sits in a transaction that is open. */
  readonly inTransaction: boolean
}

/** Sites that are remembered; the one that was seen first goes. */
const mostSites = 100

/** Which lines leak, and how often each did. */
export class Leaks {
  readonly #bySite = new Map<string, { readonly last: Leak; readonly times: number }>()
  #count = 0

  get count(): number {
    return this.#count
  }

  add(leak: Leak): void {
    this.#count += 1
    const key = leak.site ?? leak.route ?? ''
    const times = (this.#bySite.get(key)?.times ?? 0) + 1
    if (times === 1 && this.#bySite.size >= mostSites) this.#bySite.delete(this.#bySite.keys().next().value ?? '')
    this.#bySite.set(key, { last: leak, times })
  }

  /** The last of each site, with how many there were. */
  list(): readonly (Leak & { readonly times: number })[] {
    return [...this.#bySite.values()].map(({ last, times }) => ({ ...last, times }))
  }
}

export function leakOf(pool: string, checkout: Checkout, now: number, inTransaction: boolean): Leak {
  const heldMs = Math.round(now - checkout.since)
  return { pool, site: siteOf(checkout), route: checkout.route, heldMs, inTransaction }
}

export function warnOfLeak({ pool, site, route, heldMs, inTransaction }: Leak): void {
  const where = site ?? 'a place that is not known'
  const of = route === null ? '' : ` for ${route}`
  const open = inTransaction ? ', in a transaction that is open' : ''
  process.emitWarning(
    `Pool ${pool}: a connection taken${of} by ${where} is not back after ${heldMs} ms${open}.`,
    'PgwrightLeakWarning',
  )
}
