import { AsyncResource } from 'node:async_hooks'
import pg from 'pg'
import { carried } from '../drivers/pg.ts'
import { type Origin, originOf } from '../events/index.ts'
import { currentScope } from '../scope/index.ts'
import { sendCancel } from './cancel.ts'
import { type Checkout, siteOf } from './checkout.ts'
import { Circuit } from './circuit.ts'
import { connectError } from './connect-error.ts'
import { driverOf } from './driver.ts'
import { afterLearning } from './learning.ts'
import { Links } from './links.ts'
import { Measurements } from './measurements.ts'
import type { Settings } from './options.ts'
import { circuitIsOpen, isDraining, type PoolState, tooManyWait, waitedTooLong } from './refusals.ts'
import type { ConnectOptions, Give, Given, Release, Request } from './request.ts'
import { type Answered, sendOne } from './send-one.ts'
import { Sweeper } from './sweeper.ts'
import { withTransactionTimeout } from './transaction-timeout.ts'
import { WaitQueue } from './wait-queue.ts'
import { within } from './within.ts'
import { wouldKeep } from './would-keep.ts'

/** A server that can still be reached has closed the idle connections by then. */
const goodbyeMs = 2_000

const resourceType = 'pgwright.pool'
const nothing = () => {}

/**
 * A pg.Pool before whose own queue stands another, so that waiting for a connection and making one are bounded apart,
 * and each request goes on in its own asynchronous context, whoever gave the connection back.
 */
export class GuardedPool extends pg.Pool {
  readonly settings: Settings
  readonly measured = new Measurements(performance.now())
  readonly circuit: Circuit
  readonly #out = new Map<pg.PoolClient, Checkout>()
  readonly #waiting = new WaitQueue<Request>((request, now) => this.#tooLate(request, now))
  readonly #links: Links
  readonly #sweeper: Sweeper
  /** Given out, being made or being looked at: never more than the size. */
  #taken = 0
  #draining: Promise<number> | null = null
  #whenEmpty: (() => void) | null = null
  #lastFailure: unknown = null

  constructor(settings: Settings) {
    super(settings.pool)
    this.settings = settings
    this.circuit = new Circuit(settings.circuit)
    this.#links = new Links(settings)
    this.#sweeper = new Sweeper(settings, this.measured, this.#out)
    // An accessor of pg's that its types have as a property.
    Object.defineProperty(this, 'waitingCount', { get: () => this.#waiting.size })
    // Without a listener a connection that is lost while idle would end the process.
    this.on('error', nothing)
    this.on('connect', (client) => {
      this.measured.connects += 1
      this.circuit.succeeded()
      this.#links.add(client)
    })
    if (settings.preparedStatements > 0) this.options.verify = afterLearning(this.options.verify)
    if (settings.transactionTimeoutMs > 0)
      this.options.verify = withTransactionTimeout(settings.transactionTimeoutMs, this.options.verify)
  }

  get inUseCount(): number {
    return this.#out.size
  }

  /** Whether a request would have to wait for another to give its connection back. */
  get isExhausted(): boolean {
    return this.#taken >= this.settings.size
  }

  get isDraining(): boolean {
    return this.#draining !== null
  }

  override connect(options?: ConnectOptions): Promise<pg.PoolClient>
  override connect(callback: Given): void
  override connect(how?: ConnectOptions | Given): unknown {
    const kept = this.settings.leakAfterMs > 0 ? originOf() : null
    if (typeof how === 'function') {
      const context = new AsyncResource(resourceType)
      const call = (error: Error | undefined, checkout: Checkout | undefined) =>
        context.runInAsyncScope(how, undefined, error, checkout?.client, checkout ? this.#releaser(checkout) : nothing)
      // In a turn of its own: what it throws is no affair of whoever gave the connection back.
      this.#ask((...given) => process.nextTick(call, ...given), kept)
      return undefined
    }
    const given = new Promise<pg.PoolClient>((resolve, reject) => {
      const give: Give = (error, checkout) => {
        if (checkout === undefined) return reject(error)
        this.#releaser(checkout)
        resolve(checkout.client)
      }
      this.#ask(give, kept, how)
    })
    return given.catch(withOwnStack)
  }

  /** One signature in place of pg's many, which a body can't tell apart. */
  override query(...call: never[]): never {
    const [text, values, callback] = call as unknown[]
    const done = typeof values === 'function' ? values : callback
    const own = typeof values === 'function' ? undefined : values
    // What Node's own bind and snapshot make of it takes a hundred times as long on Node 20.
    const context = new AsyncResource(resourceType)
    if (typeof done === 'function') {
      const call: Answered = (...answer) => context.runInAsyncScope(done as Answered, undefined, ...answer)
      return this.#runOne(context, text, own, call) as never
    }
    const answer = new Promise((resolve, reject) => {
      // Whoever awaits goes on in the context in which it does, wherever this is called.
      this.#runOne(context, text, own, (error, result) => (error ? reject(error) : resolve(result)))
    })
    return answer.catch(withOwnStack) as never
  }

  override end(callback?: () => void): Promise<void> {
    const ended = this.drain(Number.POSITIVE_INFINITY).then(nothing)
    if (callback) ended.then(callback)
    return ended
  }

  /** Gives no more connections, waits for those that are out, then closes. How many had to be taken away. */
  drain(withinMs: number): Promise<number> {
    this.#draining ??= this.#drain(withinMs)
    return this.#draining
  }

  state(now: number): PoolState {
    const [first] = [...this.#out.values()].sort((a, b) => a.since - b.since)
    const longest = first && { heldMs: now - first.since, site: siteOf(first), route: first.route }
    const { name, size } = this.settings
    return { name, size, inUse: this.#out.size, waiting: this.#waiting.size, longest: longest ?? null }
  }

  #runOne(context: AsyncResource, text: unknown, values: unknown, done: Answered): void {
    const give: Give = (error, checkout) => {
      if (checkout === undefined) return done(error)
      sendOne(context, checkout.client, text, values, (failed, result) => {
        this.#release(checkout)
        done(failed, result)
      })
    }
    this.#ask(carried(give), null)
  }

  #ask(
    give: Give,
    kept: Origin | null,
    { signal, waitTimeoutMs = this.settings.waitTimeoutMs }: ConnectOptions = {},
  ): void {
    const asked = performance.now()
    const route = currentScope()?.route ?? null
    const request: Request = { give, asked, route, trace: kept, waitTimeoutMs, forget: null }
    this.measured.arrivals.record(asked)
    const isFree = this.#taken < this.settings.size && this.#waiting.size === 0
    if (this.isDraining) this.#refuse(request, isDraining(this.settings.name))
    else if (signal?.aborted) this.#refuse(request, signal.reason)
    else if (isFree && this.#mayOpen(asked)) this.#open(request, asked)
    else if (isFree && this.#out.size === 0) this.#refuse(request, this.#circuitError(asked))
    else if (this.#waiting.size >= this.settings.maxWaiting) this.#refuse(request, tooManyWait(this.state(asked)))
    else this.#wait(request, signal)
  }

  /** Whether a connection is idle, or one may be made. Where none may, those that are out can still come back. */
  #mayOpen(now: number): boolean {
    return this.idleCount > 0 || this.circuit.mayTry(now)
  }

  #wait(request: Request, signal: AbortSignal | undefined): void {
    const place = this.#waiting.join(request, request.asked, request.waitTimeoutMs)
    if (signal === undefined) return
    const leave = () => {
      if (this.#waiting.leave(place)) this.#refuse(request, signal.reason)
    }
    signal.addEventListener('abort', leave, { once: true })
    // A signal may live for as long as the process.
    request.forget = () => signal.removeEventListener('abort', leave)
  }

  #tooLate(request: Request, now: number): void {
    this.measured.waitTimeouts += 1
    this.#refuse(request, waitedTooLong(request.waitTimeoutMs, this.state(now)))
  }

  #refuse({ give, forget }: Request, error: Error): void {
    forget?.()
    this.measured.refused += 1
    // Never before the caller's own call has come back.
    process.nextTick(give, error, undefined)
  }

  #open(request: Request, now: number): void {
    request.forget?.()
    this.#taken += 1
    this.measured.wait.record(now - request.asked)
    this.#take(request)
  }

  #take(request: Request): void {
    const { connectionTimeoutMillis } = this.options
    // For an idle one it is nobody's, and pg's pool would start a timer. What it makes instead has a timer of its own.
    if (this.idleCount > 0) this.options.connectionTimeoutMillis = 0
    super.connect((error, client, done) => {
      if (client === undefined) this.#failed(request, error)
      else
        this.#links.check(client, (alive) =>
          alive ? this.#give(request, client, done, performance.now()) : this.#retake(request, done),
        )
    })
    this.options.connectionTimeoutMillis = connectionTimeoutMillis
  }

  #retake(request: Request, done: Release): void {
    this.measured.discarded += 1
    done(true)
    this.#take(request)
  }

  #failed(request: Request, error: unknown): void {
    this.measured.connectFailures += 1
    this.circuit.failed(performance.now())
    this.#lastFailure = error
    this.#taken -= 1
    request.give(connectError(error, this.settings.connectTimeoutMs), undefined)
    this.#next()
  }

  #give({ give, route, trace }: Request, client: pg.PoolClient, done: Release, since: number): void {
    const checkout: Checkout = { client, since, route, trace, done, isBack: false, isTakenAway: false }
    this.#out.set(client, checkout)
    this.#sweeper.start()
    this.#links.show(client, route)
    give(undefined, checkout)
  }

  #releaser(checkout: Checkout): Release {
    const release: Release = (destroy) => this.#release(checkout, destroy)
    checkout.client.release = release
    return release
  }

  #release(checkout: Checkout, destroy: Error | boolean = false): void {
    if (checkout.isTakenAway) return
    if (checkout.isBack) throw new Error('Release called on client which has already been released to the pool.')
    const now = performance.now()
    checkout.isBack = true
    this.measured.hold.record(now - checkout.since)
    if (!destroy && this.#links.isClean(checkout.client)) this.#rest(checkout, now)
    else {
      this.#out.delete(checkout.client)
      if (destroy) this.#discard(checkout)
      else this.#settle(checkout)
    }
  }

  #settle(checkout: Checkout): void {
    this.#links.settle(checkout.client, (clean) => {
      if (clean) this.#rest(checkout, performance.now())
      else this.#discard(checkout)
    })
  }

  #discard({ done }: Checkout): void {
    this.measured.discarded += 1
    done(true)
    this.#taken -= 1
    this.#next()
  }

  #rest({ client, done }: Checkout, now: number): void {
    this.measured.lastAnswer = now
    const next = wouldKeep(this, client) ? this.#waiting.take() : undefined
    if (next === undefined) {
      this.#out.delete(client)
      this.#links.rest(client, now)
      done(false)
      this.#taken -= 1
      this.#next()
      return
    }
    // Straight to who waits: by way of pg's idle ones it would come a turn and two timers later.
    next.forget?.()
    this.measured.wait.record(now - next.asked)
    this.emit('release', undefined, client)
    this.emit('acquire', client)
    this.#give(next, client, done, now)
  }

  #takeAway(checkout: Checkout): void {
    sendCancel(checkout.client)
    checkout.isTakenAway = true
    this.measured.hold.record(performance.now() - checkout.since)
    this.#out.delete(checkout.client)
    driverOf(checkout.client).connection.stream.destroy(isDraining(this.settings.name))
    this.#discard(checkout)
  }

  async #drain(withinMs: number): Promise<number> {
    const empty = new Promise<void>((resolve) => {
      this.#whenEmpty = resolve
    })
    // What is being made or looked at comes to its end by bounds of its own.
    this.#next()
    await within(withinMs, empty)
    for (const request of this.#waiting.clear()) this.#refuse(request, isDraining(this.settings.name))
    const left = [...this.#out.values()]
    for (const checkout of left) this.#takeAway(checkout)
    await within(Math.min(withinMs, goodbyeMs), super.end())
    return left.length
  }

  /** Gives what is free to those who wait. */
  #next(): void {
    const now = performance.now()
    while (this.#taken < this.settings.size && this.#waiting.size > 0) {
      if (!this.#mayOpen(now)) {
        if (this.#out.size > 0) break
        for (const refused of this.#waiting.clear()) this.#refuse(refused, this.#circuitError(now))
        break
      }
      const request = this.#waiting.take()
      if (request !== undefined) this.#open(request, now)
    }
    if (this.#taken === 0 && this.#waiting.size === 0) this.#whenEmpty?.()
  }

  #circuitError(now: number): Error {
    const { name, connectTimeoutMs } = this.settings
    const cause = connectError(this.#lastFailure, connectTimeoutMs)
    return circuitIsOpen(name, this.circuit.failures, this.circuit.openForMs(now), cause)
  }
}

/** Leads to the application's line that awaits, not to the socket that was read. */
function withOwnStack(error: unknown): never {
  if (error instanceof Error) Error.captureStackTrace(error, withOwnStack)
  throw error
}
