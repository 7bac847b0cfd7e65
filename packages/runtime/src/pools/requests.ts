import type { Origin } from '../events/index.ts'
import { currentScope } from '../scope/index.ts'
import { connectError } from './connect-error.ts'
import type { Lending } from './lending.ts'
import type { PoolBase } from './pool-base.ts'
import { circuitIsOpen, isDraining, tooManyWait, waitedTooLong } from './refusals.ts'
import type { ConnectOptions, Give, Request } from './request.ts'
import { WaitQueue } from './wait-queue.ts'

/** Who asks for a connection: served at once, made to wait, or refused. */
export class Requests {
  readonly #pool: PoolBase
  readonly #lending: Lending
  readonly #waiting = new WaitQueue<Request>((request, now) => this.#tooLate(request, now))
  #whenEmpty: (() => void) | null = null

  constructor(pool: PoolBase, lending: Lending) {
    this.#pool = pool
    this.#lending = lending
  }

  get waitingCount(): number {
    return this.#waiting.size
  }

  ask(give: Give, kept: Origin | null, options: ConnectOptions = {}): void {
    const { settings, measured } = this.#pool
    const { signal, waitTimeoutMs = settings.waitTimeoutMs } = options
    const asked = performance.now()
    const route = currentScope()?.route ?? null
    const request: Request = { give, asked, route, trace: kept, waitTimeoutMs, forget: null }
    measured.arrivals.record(asked)
    const isFree = !this.#lending.isExhausted && this.#waiting.size === 0
    if (this.#pool.isDraining) this.#refuse(request, isDraining(settings.name))
    else if (signal?.aborted) this.#refuse(request, signal.reason)
    else if (isFree && this.#mayOpen(asked)) this.#open(request, asked)
    else if (isFree && this.#lending.outCount === 0) this.#refuse(request, this.#circuitError(asked))
    else if (this.#waiting.size >= settings.maxWaiting) this.#refuse(request, tooManyWait(this.#pool.state(asked)))
    else this.#wait(request, signal)
  }

  /** Who came first, for a connection that is free: it waits no more. */
  serve(now: number): Request | undefined {
    const next = this.#waiting.take()
    if (next !== undefined) this.#served(next, now)
    return next
  }

  /** Gives what is free to those who wait. */
  next(): void {
    const now = performance.now()
    while (!this.#lending.isExhausted && this.#waiting.size > 0) {
      if (!this.#mayOpen(now)) {
        if (this.#lending.outCount > 0) break
        for (const refused of this.#waiting.clear()) this.#refuse(refused, this.#circuitError(now))
        break
      }
      const request = this.#waiting.take()
      if (request !== undefined) this.#open(request, now)
    }
    if (this.#lending.isIdle && this.#waiting.size === 0) this.#whenEmpty?.()
  }

  /** Comes back when nobody has a connection or waits for one. */
  untilEmpty(): Promise<void> {
    const empty = new Promise<void>((resolve) => {
      this.#whenEmpty = resolve
    })
    // What is being made or looked at comes to its end by bounds of its own.
    this.next()
    return empty
  }

  refuseAll(error: () => Error): void {
    for (const request of this.#waiting.clear()) this.#refuse(request, error())
  }

  /** Whether a connection is idle, or one may be made. Where none may, those that are out can still come back. */
  #mayOpen(now: number): boolean {
    return this.#pool.idleCount > 0 || this.#pool.circuit.mayTry(now)
  }

  #open(request: Request, now: number): void {
    this.#served(request, now)
    this.#lending.lend(request)
  }

  #served(request: Request, now: number): void {
    request.forget?.()
    this.#pool.measured.wait.record(now - request.asked)
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
    this.#pool.measured.waitTimeouts += 1
    this.#refuse(request, waitedTooLong(request.waitTimeoutMs, this.#pool.state(now)))
  }

  #refuse({ give, forget }: Request, error: Error): void {
    forget?.()
    this.#pool.measured.refused += 1
    // Never before the caller's own call has come back.
    process.nextTick(give, error, undefined)
  }

  #circuitError(now: number): Error {
    const { circuit, settings } = this.#pool
    const cause = connectError(this.#lending.lastFailure, settings.connectTimeoutMs)
    return circuitIsOpen(settings.name, circuit.failures, circuit.openForMs(now), cause)
  }
}
