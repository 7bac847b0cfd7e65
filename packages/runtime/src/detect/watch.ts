import { findSite, type Observer, observe, type Statement } from '../events/index.ts'
import type { Scope } from '../scope/index.ts'
import type { Shape } from '../shapes/index.ts'
import { watchReads } from './reads.ts'
import { isOtherPage } from './slot-values.ts'

/** Statements of one shape, in the order in which they were asked for. */
export interface Series {
  readonly shape: Shape
  count: number
  /** The first ones, and no more than `mostKept`. */
  readonly statements: Statement[]
  /** The line of the statement with this number is looked for next. */
  nextSite: number
}

export interface WatchLimits {
  /** Statements kept of each shape. */
  readonly mostKept: number
  /** Shapes; what comes after is counted, not looked at. */
  readonly mostShapes: number
  /** Values of results that are kept to be compared with later parameters. */
  readonly mostValues: number
  /** Whether rows tell which of their columns are read. */
  readonly reads: boolean
  /** The first statement of a shape whose line is looked for, and then the one of each double number: no finding has fewer. */
  readonly sitesFrom: number
}

const usual: WatchLimits = { mostKept: 100, mostShapes: 1_000, mostValues: 100_000, reads: false, sitesFrom: 3 }

/** With the usual ones for what is not given. */
export function limitsOf(given: Partial<WatchLimits>): WatchLimits {
  // What is loaded and not read is told of a single statement, too.
  return { ...usual, ...(given.reads && { sitesFrom: 1 }), ...given }
}

const mostRecent = 1_000

/** What one request, test or program asks of the database, in memory that has a bound. */
export class Watch {
  /** Without those of the session. */
  readonly series = new Map<Shape, Series>()
  /** Answers whose values may be parameters later, in the order in which they came. */
  readonly answers: Statement[] = []
  /** The first ones of all shapes. */
  readonly recent: Statement[] = []
  /** Statements that were sent; those of the session count, too. */
  roundTrips = 0
  /** The statements of the shape that was asked most often. */
  mostAsked = 0
  /** Statements that read, of whatever shape. */
  reads = 0
  /** What was not looked at, since it would not have fitted. */
  leftOut = 0
  readonly #limits: WatchLimits
  #values = 0

  constructor(limits: WatchLimits) {
    this.#limits = limits
  }

  /** Whether it is known which columns are read. */
  get knowsReads(): boolean {
    return this.#limits.reads
  }

  asked(statement: Statement): void {
    this.roundTrips++
    if (this.recent.length < mostRecent) this.recent.push(statement)
    const { shape } = statement
    // Of what belongs to the session nothing is told.
    if (shape.kind === 'session') return
    let series = this.series.get(shape)
    if (series === undefined) {
      if (this.series.size >= this.#limits.mostShapes) {
        this.leftOut++
        return
      }
      series = { shape, count: 0, statements: [], nextSite: this.#limits.sitesFrom }
      this.series.set(shape, series)
    }
    series.count++
    if (shape.kind === 'read') this.reads++
    if (series.count > this.mostAsked) this.mostAsked = series.count
    if (series.count >= series.nextSite && statement.allowed === null) {
      series.nextSite = series.count * 2
      const [first] = series.statements
      if (first === undefined || shape.kind !== 'read' || !isOtherPage(statement, first))
        statement.site ??= findSite(statement)
    }
    if (series.statements.length < this.#limits.mostKept) series.statements.push(statement)
  }

  ended(statement: Statement): void {
    const { rows, fields, shape } = statement
    if (rows === null || rows.length === 0 || shape.kind === 'session') return
    const values = rows.length * fields.length
    if (this.#values + values > this.#limits.mostValues) {
      this.leftOut++
      return
    }
    this.#values += values
    // The application may take them out of its own array one by one.
    statement.rows = rows.slice()
    this.answers.push(statement)
    if (this.#limits.reads) watchReads(statement)
  }
}

const key = Symbol('watch')

/** Statements of a scope belong to its watch, whoever's turn it is; those of none to the program's, if there is one. */
let program: Watch | null = null
let stop: (() => void) | null = null
let watched = 0

const observer: Observer = {
  asked: (statement) => watchOf(statement)?.asked(statement),
  ended: (statement) => watchOf(statement)?.ended(statement),
}

function watchOf({ scope }: Statement): Watch | null {
  return (scope?.values.get(key) as Watch | undefined) ?? program
}

function listen(): () => void {
  if (watched++ === 0) stop = observe(observer)
  return () => {
    if (--watched > 0) return
    stop?.()
    stop = null
  }
}

/** A watch, until it ends. */
export interface Watching {
  readonly watch: Watch
  end(): void
}

/** Watches what a scope asks from now on. */
export function watchScope(scope: Scope, limits: Partial<WatchLimits> = {}): Watching {
  return watchedBy(scope, new Watch(limitsOf(limits)))
}

/** The same with a watch that is made already. */
export function watchedBy(scope: Scope, watch: Watch): Watching {
  const before = scope.values.get(key)
  scope.values.set(key, watch)
  const quit = listen()
  return {
    watch,
    end() {
      quit()
      if (before === undefined) scope.values.delete(key)
      else scope.values.set(key, before)
    },
  }
}

/** Watches what is asked outside of every scope that has a watch. */
export function watchProgram(limits: Partial<WatchLimits> = {}): Watching {
  const watch = new Watch(limitsOf(limits))
  program = watch
  const quit = listen()
  return {
    watch,
    end() {
      quit()
      program = null
    },
  }
}
