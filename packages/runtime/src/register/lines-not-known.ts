import { BoundedMap } from '../bounded-map.ts'
import { callersOf, findSite, type Statement } from '../events/index.ts'
import type { Shape } from '../shapes/index.ts'
import { type Import, instrumentEsLibrary, libraryOf } from './orms.ts'

/** From the second time on: of a statement that is asked once nobody wants the line. */
const from = 2
const until = 5
const mostShapes = 1_000

/** They are called by who asks, in whose turn no stack leads further. */
const drivers = /^(?:pg|pg-pool|pg-cursor|pg-query-stream|postgres)$/

/**
 * Libraries that ask in a turn of their own, so that no line of the program is known. Of one that could be instrumented,
 * had it been known where it lies, this is where: its copy is, and lines of what is asked from then on are known.
 */
export class LinesNotKnown {
  readonly #names = new Set<string>()
  readonly #asked = new BoundedMap<Shape, number>(mostShapes)
  readonly #instrumented = new Set<string>()
  readonly #importModule: Import

  constructor(importModule: Import) {
    this.#importModule = importModule
  }

  get names(): readonly string[] {
    return [...this.#names].sort()
  }

  asked(statement: Statement): void {
    const times = (this.#asked.get(statement.shape) ?? 0) + 1
    this.#asked.set(statement.shape, times)
    if (times < from || times > until || statement.shape.kind === 'session') return
    if (statement.site !== null || findSite(statement) !== null) return
    const library = callersOf(statement)
      .map(libraryOf)
      .findLast((one) => one !== null && !drivers.test(one.name))
    if (library === undefined || library === null) return
    const { name, root } = library
    this.#names.add(name)
    if (this.#instrumented.has(root)) return
    this.#instrumented.add(root)
    void instrumentEsLibrary(name, root, this.#importModule).then((done) => {
      if (done) this.#names.delete(name)
    })
  }
}
