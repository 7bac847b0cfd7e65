import type pg from 'pg'
import { sendCancel } from './cancel.ts'
import type { Checkout } from './checkout.ts'
import { connectError } from './connect-error.ts'
import { driverOf } from './driver.ts'
import { Links } from './links.ts'
import type { PoolBase } from './pool-base.ts'
import { isDraining } from './refusals.ts'
import type { Given, Release, Request } from './request.ts'
import { Sweeper } from './sweeper.ts'
import { wouldKeep } from './would-keep.ts'

/** Who waits for what comes free. */
interface Waiting {
  /** Who is served next with a connection that has just come back. */
  serve(now: number): Request | undefined
  /** Something came free. */
  next(): void
}

/** The connections of a pool, from when somebody is to have one until it is back. */
export class Lending {
  readonly #pool: PoolBase
  /** Takes one that is idle, or makes one, as pg's pool does. */
  readonly #connect: (given: Given) => void
  readonly #waiting: Waiting
  readonly #out = new Map<pg.PoolClient, Checkout>()
  readonly #links: Links
  readonly #sweeper: Sweeper
  /** Given out, being made or being looked at: never more than the size. */
  #taken = 0
  /** Why the last connection could not be made. */
  lastFailure: unknown = null

  constructor(pool: PoolBase, connect: (given: Given) => void, waiting: Waiting) {
    this.#pool = pool
    this.#connect = connect
    this.#waiting = waiting
    this.#links = new Links(pool.settings)
    this.#sweeper = new Sweeper(pool.settings, pool.measured, this.#out)
  }

  get outCount(): number {
    return this.#out.size
  }

  get isExhausted(): boolean {
    return this.#taken >= this.#pool.settings.size
  }

  /** Whether none is out, being made or being looked at. */
  get isIdle(): boolean {
    return this.#taken === 0
  }

  /** Whose has been out for the longest. */
  longest(): Checkout | undefined {
    const [first] = [...this.#out.values()].sort((a, b) => a.since - b.since)
    return first
  }

  /** One that was just made. */
  add(client: pg.PoolClient): void {
    this.#links.add(client)
  }

  /** To be called while it is not exhausted. */
  lend(request: Request): void {
    this.#taken += 1
    this.#take(request)
  }

  /** What gives the connection back, which the client has as its own `release` too. */
  releaser(checkout: Checkout): Release {
    const release: Release = (destroy) => this.release(checkout, destroy)
    checkout.client.release = release
    return release
  }

  release(checkout: Checkout, destroy: Error | boolean = false): void {
    if (checkout.isTakenAway) return
    if (checkout.isBack) throw new Error('Release called on client which has already been released to the pool.')
    const now = performance.now()
    checkout.isBack = true
    this.#pool.measured.hold.record(now - checkout.since)
    if (!destroy && this.#links.isClean(checkout.client)) this.#rest(checkout, now)
    else {
      this.#out.delete(checkout.client)
      if (destroy) this.#discard(checkout)
      else this.#settle(checkout)
    }
  }

  /** Closes those that are out under whoever has them. How many there were. */
  takeAllAway(): number {
    const left = [...this.#out.values()]
    for (const checkout of left) this.#takeAway(checkout)
    return left.length
  }

  #take(request: Request): void {
    const { options, idleCount } = this.#pool
    const { connectionTimeoutMillis } = options
    // For an idle one it is nobody's, and pg's pool would start a timer. What it makes instead has a timer of its own.
    if (idleCount > 0) options.connectionTimeoutMillis = 0
    this.#connect((error, client, done) => {
      if (client === undefined) this.#failed(request, error)
      else
        this.#links.check(client, (alive) =>
          alive ? this.#give(request, client, done, performance.now()) : this.#retake(request, done),
        )
    })
    options.connectionTimeoutMillis = connectionTimeoutMillis
  }

  #retake(request: Request, done: Release): void {
    this.#pool.measured.discarded += 1
    done(true)
    this.#take(request)
  }

  #failed(request: Request, error: unknown): void {
    const { measured, circuit, settings } = this.#pool
    measured.connectFailures += 1
    circuit.failed(performance.now())
    this.lastFailure = error
    this.#taken -= 1
    request.give(connectError(error, settings.connectTimeoutMs), undefined)
    this.#waiting.next()
  }

  #give({ give, route, trace }: Request, client: pg.PoolClient, done: Release, since: number): void {
    const checkout: Checkout = { client, since, route, trace, done, isBack: false, isTakenAway: false }
    this.#out.set(client, checkout)
    this.#sweeper.start()
    this.#links.show(client, route)
    give(undefined, checkout)
  }

  #settle(checkout: Checkout): void {
    this.#links.settle(checkout.client, (clean) => {
      if (clean) this.#rest(checkout, performance.now())
      else this.#discard(checkout)
    })
  }

  #discard({ done }: Checkout): void {
    this.#pool.measured.discarded += 1
    done(true)
    this.#taken -= 1
    this.#waiting.next()
  }

  #rest({ client, done }: Checkout, now: number): void {
    const pool = this.#pool
    pool.measured.lastAnswer = now
    const next = wouldKeep(pool, client) ? this.#waiting.serve(now) : undefined
    if (next === undefined) {
      this.#out.delete(client)
      this.#links.rest(client, now)
      done(false)
      this.#taken -= 1
      this.#waiting.next()
      return
    }
    // Straight to who waits: by way of pg's idle ones it would come a turn and two timers later.
    pool.emit('release', undefined as unknown as Error, client)
    pool.emit('acquire', client)
    this.#give(next, client, done, now)
  }

  #takeAway(checkout: Checkout): void {
    const { measured, settings } = this.#pool
    void sendCancel(checkout.client)
    checkout.isTakenAway = true
    measured.hold.record(performance.now() - checkout.since)
    this.#out.delete(checkout.client)
    driverOf(checkout.client).connection.stream.destroy(isDraining(settings.name))
    this.#discard(checkout)
  }
}
