import { relative } from 'node:path'
import { BoundedMap } from '../bounded-map.ts'
import type { Scope } from '../scope/index.ts'
import type { RuntimeFinding } from './finding.ts'
import { type DetectOptions, fewestStatements, findingsOf } from './findings.ts'
import { limitsOf, Watch, type Watching, type WatchLimits, watchedBy } from './watch.ts'

export interface InRequestsOptions extends DetectOptions {
  /** Of requests that are watched, from 0 to 1. Default: 0.01. */
  readonly share?: number
  /** What one request may keep. */
  readonly limits?: Partial<WatchLimits>
  /** Hears of each finding of each request that is watched. Default: a line on standard error, once for each. */
  readonly onFinding?: (finding: RuntimeFinding, scope: Scope) => void
}

export interface InRequests {
  begin(request: unknown, scope: Scope): void
  end(scope: Scope): void
}

/** In production few are watched, and none of them keeps as much as a test may. */
const fewer: Partial<WatchLimits> = { mostKept: 50, mostShapes: 200, mostValues: 10_000 }
const mostTold = 1_000

/**
 * The detector for a share of an application's requests, to be given to the middleware that opens their scopes.
 *
 * @example
 * app.use(requestScope(detectInRequests({ share: 0.05 })))
 */
export function detectInRequests(options: InRequestsOptions = {}): InRequests {
  const { share = 0.01, limits, onFinding = tellOnce(), ...detect } = options
  const kept = limitsOf({ ...fewer, sitesFrom: fewestStatements(detect), ...limits })
  // With the scope, as a map that is weak would be looked through at each collection of garbage.
  const watched = Symbol('detector')
  return {
    begin(_, scope) {
      if (Math.random() < share) scope.values.set(watched, watchedBy(scope, new Watch(kept)))
    },
    end(scope) {
      const one = scope.values.get(watched) as Watching | undefined
      if (one === undefined) return
      one.end()
      for (const finding of findingsOf(one.watch, detect)) onFinding(finding, scope)
    },
  }
}

function tellOnce(): (finding: RuntimeFinding, scope: Scope) => void {
  const told = new BoundedMap<string, true>(mostTold)
  return (finding, { route }) => {
    const { check, statement, site } = finding
    const key = [check, statement, site?.file, site?.line].join('\0')
    if (told.get(key)) return
    told.set(key, true)
    process.stderr.write(`${findingLine(finding, route)}\n`)
  }
}

/** One line, without a value: check, route, place, message and statement. */
export function findingLine({ check, statement, site, message }: RuntimeFinding, route: string | null): string {
  const parts = [
    `${check}:`,
    route === null ? '' : `in ${route}`,
    site === null ? '' : `at ${relative(process.cwd(), site.file)}:${site.line}`,
    message,
    statement,
  ]
  return parts.filter((part) => part !== '').join(' ')
}
