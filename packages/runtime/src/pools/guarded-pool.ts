import { AsyncResource } from 'node:async_hooks'
import pg from 'pg'
import { carried } from '../drivers/pg.ts'
import { originOf } from '../events/index.ts'
import { type Checkout, siteOf } from './checkout.ts'
import { Circuit } from './circuit.ts'
import { afterLearning } from './learning.ts'
import { Lending } from './lending.ts'
import { Measurements } from './measurements.ts'
import type { Settings } from './options.ts'
import type { PoolBase } from './pool-base.ts'
import { isDraining, type PoolState } from './refusals.ts'
import type { ConnectOptions, Give, Given } from './request.ts'
import { Requests } from './requests.ts'
import { type Answered, sendOne } from './send-one.ts'
import { withTransactionTimeout } from './transaction-timeout.ts'
import { within } from './within.ts'

/** A server that can still be reached has closed the idle connections by then. */
const goodbyeMs = 2_000

const resourceType = 'pgwright.pool'
const nothing = () => {}

/**
 * A pg.Pool before whose own queue stands another, so that waiting for a connection and making one are bounded apart,
 * and each request goes on in its own asynchronous context, whoever gave the connection back.
 */
export class GuardedPool extends pg.Pool implements PoolBase {
  readonly settings: Settings
  readonly measured = new Measurements(performance.now())
  readonly circuit: Circuit
  readonly #lending: Lending
  readonly #requests: Requests
  #draining: Promise<number> | null = null

  constructor(settings: Settings) {
    super(settings.pool)
    this.settings = settings
    this.circuit = new Circuit(settings.circuit)
    const waiting = { serve: (now: number) => this.#requests.serve(now), next: () => this.#requests.next() }
    this.#lending = new Lending(this, (given) => super.connect(given), waiting)
    this.#requests = new Requests(this, this.#lending)
    // An accessor of pg's that its types have as a property.
    Object.defineProperty(this, 'waitingCount', { get: () => this.#requests.waitingCount })
    // Without a listener a connection that is lost while idle would end the process.
    this.on('error', nothing)
    this.on('connect', (client) => {
      this.measured.connects += 1
      this.circuit.succeeded()
      this.#lending.add(client)
    })
    if (settings.preparedStatements > 0) this.options.verify = afterLearning(this.options.verify)
    if (settings.transactionTimeoutMs > 0)
      this.options.verify = withTransactionTimeout(settings.transactionTimeoutMs, this.options.verify)
  }

  get inUseCount(): number {
    return this.#lending.outCount
  }

  /** Whether a request would have to wait for another to give its connection back. */
  get isExhausted(): boolean {
    return this.#lending.isExhausted
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
        context.runInAsyncScope(
          how,
          undefined,
          error,
          checkout?.client,
          checkout ? this.#lending.releaser(checkout) : nothing,
        )
      // In a turn of its own: what it throws is no affair of whoever gave the connection back.
      this.#requests.ask((...given) => process.nextTick(call, ...given), kept)
      return undefined
    }
    const given = new Promise<pg.PoolClient>((resolve, reject) => {
      const give: Give = (error, checkout) => {
        if (checkout === undefined) return reject(error)
        this.#lending.releaser(checkout)
        resolve(checkout.client)
      }
      this.#requests.ask(give, kept, how)
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
    const first = this.#lending.longest()
    const longest = first && { heldMs: now - first.since, site: siteOf(first), route: first.route }
    const { name, size } = this.settings
    return { name, size, inUse: this.inUseCount, waiting: this.waitingCount, longest: longest ?? null }
  }

  #runOne(context: AsyncResource, text: unknown, values: unknown, done: Answered): void {
    const give: Give = (error, checkout) => {
      if (checkout === undefined) return done(error)
      sendOne(context, checkout.client, text, values, (failed, result) => {
        this.#lending.release(checkout)
        done(failed, result)
      })
    }
    this.#requests.ask(carried(give), null)
  }

  async #drain(withinMs: number): Promise<number> {
    await within(withinMs, this.#requests.untilEmpty())
    this.#requests.refuseAll(() => isDraining(this.settings.name))
    const takenAway = this.#lending.takeAllAway()
    await within(Math.min(withinMs, goodbyeMs), super.end())
    return takenAway
  }
}

/** Leads to the application's line that awaits, not to the socket that was read. */
function withOwnStack(error: unknown): never {
  if (error instanceof Error) Error.captureStackTrace(error, withOwnStack)
  throw error
}
