import { Arrivals } from './arrivals.ts'
import { Histogram } from './histogram.ts'
import { Leaks } from './leaks.ts'

/** What a pool counts, since its start. */
export class Measurements {
  /** From when a connection was given to when it came back. */
  readonly hold = new Histogram()
  /** From when a connection was asked for to when it was given: 0 where one was idle. */
  readonly wait = new Histogram()
  readonly leaks = new Leaks()
  readonly arrivals: Arrivals
  connects = 0
  connectFailures = 0
  waitTimeouts = 0
  refused = 0
  /** Connections that were closed since something was wrong with them or was left open on them. */
  discarded = 0
  silences = 0
  /** When the server last answered, of `performance.now()`. */
  lastAnswer = Number.NEGATIVE_INFINITY

  constructor(now: number) {
    this.arrivals = new Arrivals(now)
  }
}
