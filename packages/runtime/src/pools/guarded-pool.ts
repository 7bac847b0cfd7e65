import { AsyncResource } from 'node:async_hooks'
import pg from 'pg'
import { currentScope } from '../scope/index.ts'
import { type Trace, trace } from './call-site.ts'
import { sendCancel } from './cancel.ts'
import { type Checkout, siteOf } from './checkout.ts'
import { Circuit } from './circuit.ts'
import { connectError } from './connect-error.ts'
import { driverOf } from './driver.ts'
import { Links } from './links.ts'
import { Measurements } from './measurements.ts'
import type { Settings } from './options.ts'
import { circuitIsOpen, isDraining, type PoolState, tooManyWait, waitedTooLong } from './refusals.ts'
import { Sweeper } from './sweeper.ts'
import { withTransactionTimeout } from './transaction-timeout.ts'
import { WaitQueue } from './wait-queue.ts'

type Release = (destroy?: Error | boolean) => void
type Given = (error: Error | undefined, client: pg.PoolClient | undefined, release: Release) => void
type AnyQuery = (...call: unknown[]) => void
type Answered = (error?: Error | null, result?: unknown) => void

interface Request {
  readonly give: Given
  readonly asked: number
  readonly route: string | null
  readonly trace: Trace | null
  timer: NodeJS.Timeout | null
}

export interface ConnectOptions {
  /** Instead of the pool's. */
  readonly waitTimeoutMs?: number
  /** Its abort ends the waiting; one that comes after is the caller's affair. */
  readonly signal?: AbortSignal
}

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
  readonly #waiting = new WaitQueue<Request>()
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
    const kept = this.settings.leakAfterMs > 0 ? trace(this.connect) : null
    if (typeof how === 'function') {
      const context = new AsyncResource(resourceType)
      this.#ask((...given) => context.runInAsyncScope(how, undefined, ...given), kept)
      return undefined
    }
    const given = new Promise<pg.PoolClient>((resolve, reject) => {
      this.#ask((error, client) => (client === undefined ? reject(error) : resolve(client)), kept, how)
    })
    return given.catch(withOwnStack)
  }

  /** One signature in place of pg's many, which a body can't tell apart. */
  override query(...call: never[]): never {
    const [text, values, callback] = call as unknown[]
    const done = typeof values === 'function' ? values : callback
    const own = typeof values === 'function' ? undefined : values
    if (typeof done === 'function') return this.#runOne(text, own, done as Answered) as never
    const answer = new Promise((resolve, reject) => {
      this.#runOne(text, own, (error, result) => (error ? reject(error) : resolve(result)))
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
    const [first] = this.#out.values()
    const longest = first && { heldMs: now - first.since, site: siteOf(first), route: first.route }
    const { name, size } = this.settings
    return { name, size, inUse: this.#out.size, waiting: this.#waiting.size, longest: longest ?? null }
  }

  /** The statement is sent in the context of who asked for it, and answered there. */
  #runOne(text: unknown, values: unknown, done: Answered): void {
    // What Node's own bind and snapshot make of it takes a hundred times as long on Node 20.
    const context = new AsyncResource(resourceType)
    this.#ask((error, client, release) => {
      if (client === undefined) {
        context.runInAsyncScope(done, undefined, error)
        return
      }
      let isAnswered = false
      const answered: Answered = (failed, result) => {
        // pg calls back a second time where a parameter could not be written as text.
        if (isAnswered) return
        isAnswered = true
        release()
        context.runInAsyncScope(done, undefined, failed, result)
      }
      try {
        context.runInAsyncScope(client.query as AnyQuery, client, text, values, answered)
      } catch (refused) {
        answered(refused as Error)
      }
    }, null)
  }

  #ask(give: Given, kept: Trace | null, options: ConnectOptions = {}): void {
    const asked = performance.now()
    const request: Request = { give, asked, route: currentScope()?.route ?? null, trace: kept, timer: null }
    this.measured.arrivals.record(asked)
    const isFree = this.#taken < this.settings.size && this.#waiting.size === 0
    if (this.isDraining) this.#refuse(request, isDraining(this.settings.name))
    else if (options.signal?.aborted) this.#refuse(request, options.signal.reason)
    else if (isFree && this.#mayOpen(asked)) this.#open(request)
    else if (isFree && this.#out.size === 0) this.#refuse(request, this.#circuitError(asked))
    else if (this.#waiting.size >= this.settings.maxWaiting) this.#refuse(request, tooManyWait(this.state(asked)))
    else this.#wait(request, options)
  }

  /** Whether a connection is idle, or one may be made. Where none may, those that are out can still come back. */
  #mayOpen(now: number): boolean {
    return this.idleCount > 0 || this.circuit.mayTry(now)
  }

  #wait(request: Request, { signal, waitTimeoutMs = this.settings.waitTimeoutMs }: ConnectOptions): void {
    this.#waiting.join(request)
    const leave = (error: () => Error) => {
      if (this.#waiting.leave(request)) this.#refuse(request, error())
    }
    request.timer = setTimeout(() => {
      this.measured.waitTimeouts += 1
      leave(() => waitedTooLong(waitTimeoutMs, this.state(performance.now())))
    }, waitTimeoutMs)
    signal?.addEventListener('abort', () => leave(() => signal.reason), { once: true })
  }

  #refuse({ give, timer }: Request, error: Error): void {
    if (timer !== null) clearTimeout(timer)
    this.measured.refused += 1
    // Never before the caller's own call has come back.
    process.nextTick(give, error, undefined, nothing)
  }

  #open(request: Request): void {
    if (request.timer !== null) clearTimeout(request.timer)
    this.#taken += 1
    this.measured.wait.record(performance.now() - request.asked)
    this.#take(request)
  }

  #take(request: Request): void {
    super.connect((error, client, done) => {
      if (client === undefined) this.#failed(request, error)
      else
        this.#links.check(client, (alive) => (alive ? this.#give(request, client, done) : this.#retake(request, done)))
    })
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
    request.give(connectError(error, this.settings.connectTimeoutMs), undefined, nothing)
    this.#next()
  }

  #give(request: Request, client: pg.PoolClient, done: Release): void {
    const since = performance.now()
    let isBack = false
    let isTaken = false
    const back = () => {
      isBack = true
      this.#out.delete(client)
      this.measured.hold.record(performance.now() - since)
    }
    const free = (destroy: boolean) => {
      if (destroy) this.measured.discarded += 1
      else this.measured.lastAnswer = this.#links.rest(client)
      done(destroy)
      this.#taken -= 1
      this.#next()
    }
    const release: Release = (destroy) => {
      if (isTaken) return
      if (isBack) throw new Error('Release called on client which has already been released to the pool.')
      back()
      if (destroy) free(true)
      else this.#links.settle(client, (clean) => free(!clean))
    }
    const takeAway = () => {
      if (isBack) return
      isTaken = true
      back()
      driverOf(client).connection.stream.destroy(isDraining(this.settings.name))
      free(true)
    }
    this.#out.set(client, { client, since, route: request.route, trace: request.trace, takeAway })
    this.#sweeper.start()
    this.#links.show(client, request.route)
    client.release = release
    request.give(undefined, client, release)
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
    for (const { takeAway, client } of left) {
      sendCancel(client)
      takeAway()
    }
    await within(Math.min(withinMs, goodbyeMs), super.end())
    return left.length
  }

  /** Gives what is free to those who wait. */
  #next(): void {
    const now = performance.now()
    while (this.#taken < this.settings.size) {
      const request = this.#waiting.first()
      if (request === undefined) break
      if (!this.#mayOpen(now)) {
        if (this.#out.size > 0) break
        for (const refused of this.#waiting.clear()) this.#refuse(refused, this.#circuitError(now))
        break
      }
      this.#waiting.leave(request)
      this.#open(request)
    }
    if (this.#taken === 0 && this.#waiting.size === 0) this.#whenEmpty?.()
  }

  #circuitError(now: number): Error {
    const { name, connectTimeoutMs } = this.settings
    const cause = connectError(this.#lastFailure, connectTimeoutMs)
    return circuitIsOpen(name, this.circuit.failures, this.circuit.openForMs(now), cause)
  }
}

/** Comes back when `work` is done, or the time is over. */
async function within(ms: number, work: Promise<void>): Promise<void> {
  if (ms === Number.POSITIVE_INFINITY) return work
  let timer: NodeJS.Timeout | undefined
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms)
  })
  await Promise.race([work, over])
  clearTimeout(timer)
}

/** Leads to the application's line that awaits, not to the socket that was read. */
function withOwnStack(error: unknown): never {
  if (error instanceof Error) Error.captureStackTrace(error, withOwnStack)
  throw error
}
