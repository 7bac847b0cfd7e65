import { foundMessage, type NoNPlusOneOptions, newFindings } from './no-n-plus-one.ts'
import { countQueries, type ExpectedCount, wrongCount } from './query-count.ts'

interface Outcome {
  readonly pass: boolean
  readonly message: () => string
}

interface Context {
  readonly currentTestName?: string
}

/** Of `expect(() => …)`; to be awaited. Under Jest and Vitest alike. */
export const matchers = {
  /** As `expectQueryCount`. */
  async toHaveQueryCount(received: unknown, expected: ExpectedCount): Promise<Outcome> {
    const found = await countQueries(functionOf(received, 'toHaveQueryCount'))
    const message = wrongCount(found, expected)
    const told = `${found.count} queries were sent, which are not to be.`
    return { pass: message === null, message: () => message ?? told }
  },

  /** As `expectNoNPlusOne`; in a baseline by the name of the test. */
  async toHaveNoNPlusOne(this: Context, received: unknown, options: NoNPlusOneOptions = {}): Promise<Outcome> {
    const name = options.name ?? this.currentTestName
    const own = name === undefined ? options : { ...options, name }
    const { findings } = await newFindings(functionOf(received, 'toHaveNoNPlusOne'), own)
    return {
      pass: findings.length === 0,
      message: () => (findings.length === 0 ? 'An N+1 is expected, and there is none.' : foundMessage(findings)),
    }
  },
}

function functionOf(received: unknown, matcher: string): () => unknown {
  if (typeof received === 'function') return received as () => unknown
  throw new TypeError(`${matcher} takes a function: await expect(() => work()).${matcher}(…)`)
}
