import { AsyncLocalStorage } from 'node:async_hooks'
import { type DetectOptions, findingsOf, limitsOf, type RuntimeFinding, Watch } from '../detect/index.ts'
import { type Observer, observe, type Statement } from '../events/index.ts'
import type { Scope } from '../scope/index.ts'

/** What a function has asked of instrumented drivers, by the requests that it made. */
export interface Watched<Result> {
  readonly result: Result
  readonly watches: readonly Watch[]
}

/** What is to be found is known only later, and may be two of anything. */
const limits = limitsOf({ sitesFrom: 2 })

/** Requests of one run are apart, so that what one asks is no loop of another; what is in none is together. */
class Run {
  readonly watches = new Map<Scope | undefined, Watch>()

  of(scope: Scope | undefined): Watch {
    const found = this.watches.get(scope) ?? new Watch(limits)
    this.watches.set(scope, found)
    return found
  }
}

const current = new AsyncLocalStorage<Run>()
const running = new Set<Run>()
const asked = new WeakMap<Statement, Watch>()

/** A server within the test's process answers in no turn of the test: then it is that of the only one that runs. */
function runOf(): Run | undefined {
  const own = current.getStore()
  if (own !== undefined) return running.has(own) ? own : undefined
  return running.size === 1 ? [...running][0] : undefined
}

const observer: Observer = {
  asked(statement) {
    const watch = runOf()?.of(statement.scope)
    if (watch === undefined) return
    asked.set(statement, watch)
    watch.asked(statement)
  },
  ended: (statement) => asked.get(statement)?.ended(statement),
}

let quit: (() => void) | null = null

export async function runWatched<Result>(work: () => Result | PromiseLike<Result>): Promise<Watched<Result>> {
  const run = new Run()
  running.add(run)
  quit ??= observe(observer)
  try {
    const result = await current.run(run, async () => work())
    return { result, watches: [...run.watches.values()] }
  } finally {
    running.delete(run)
    if (running.size === 0) {
      quit?.()
      quit = null
    }
  }
}

export function allFindings({ watches }: Watched<unknown>, options: DetectOptions): RuntimeFinding[] {
  return watches.flatMap((watch) => findingsOf(watch, options))
}
