import type pg from 'pg'
import { driverOf, isClean } from './driver.ts'
import type { Settings } from './options.ts'
import { prepareRepeated } from './prepare.ts'
import { routeName, sendName } from './route-name.ts'
import { settle } from './settle.ts'
import { StatementNames } from './statement-names.ts'

/** An idle connection that lives answers within this. */
const checkTimeoutMs = 1_000

/** One that was just made is told to be ready only after it was given out. */
function awaitsStatement(client: pg.PoolClient): boolean {
  const driver = driverOf(client)
  return driver.readyForQuery === undefined || isClean(driver)
}

/** What the pool knows of each of its connections. */
export class Links {
  readonly #settings: Settings
  readonly #names: StatementNames | null
  readonly #broken = new WeakSet<object>()
  readonly #idleSince = new WeakMap<object, number>()
  readonly #shown = new WeakMap<object, string>()
  /** What has been idle since before this is taken for dead, as another was that had not been idle for longer. */
  #deadBefore = Number.NEGATIVE_INFINITY

  constructor(settings: Settings) {
    this.#settings = settings
    this.#names = settings.preparedStatements > 0 ? new StatementNames(settings.preparedStatements) : null
  }

  add(client: pg.PoolClient): void {
    // Stays for the connection's life: one that breaks while it is out and no statement runs would else end the process.
    client.on('error', () => this.#broken.add(client))
    client.on('end', () => this.#broken.add(client))
    if (this.#names !== null) prepareRepeated(client, this.#names, this.#settings.preparedStatements)
  }

  /** Asks one that was idle for long whether it still lives. */
  check(client: pg.PoolClient, done: (alive: boolean) => void): void {
    const since = this.#idleSince.get(client) ?? Number.POSITIVE_INFINITY
    const { checkIdleAfterMs } = this.#settings
    if (this.#broken.has(client)) done(false)
    else if (checkIdleAfterMs === 0 || performance.now() - since < checkIdleAfterMs) done(true)
    else if (since < this.#deadBefore) done(false)
    else this.#ask(client, done)
  }

  #ask(client: pg.PoolClient, done: (alive: boolean) => void): void {
    const giveUp = () => driverOf(client).connection.stream.destroy(new Error('no answer'))
    const timer = setTimeout(giveUp, checkTimeoutMs)
    client.query('select 1', (error: Error | null) => {
      clearTimeout(timer)
      if (error === null) this.settle(client, done)
      else {
        this.#deadBefore = performance.now()
        done(false)
      }
    })
  }

  /** Has the server show the route with the session. Costs no round trip. */
  show(client: pg.PoolClient, route: string | null): void {
    const { routeInApplicationName, applicationName } = this.#settings
    if (!routeInApplicationName) return
    const name = routeName(applicationName, route)
    if ((this.#shown.get(client) ?? applicationName) === name || !awaitsStatement(client)) return
    this.#shown.set(client, name)
    sendName(client, name)
  }

  isClean(client: pg.PoolClient): boolean {
    return isClean(driverOf(client)) && !this.#broken.has(client)
  }

  settle(client: pg.PoolClient, done: (clean: boolean) => void): void {
    settle(driverOf(client), () => this.#broken.has(client), done)
  }

  /** From `now` on it is idle. */
  rest(client: pg.PoolClient, now: number): void {
    this.#idleSince.set(client, now)
  }
}
