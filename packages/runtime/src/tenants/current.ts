import { AsyncLocalStorage } from 'node:async_hooks'
import { RuntimeError } from '../error.ts'
import { currentScope } from '../scope/index.ts'

/** A run of a tenant's work, and all that it starts. */
export interface Running {
  /** Which `createTenants` it belongs to. */
  readonly owner: object
  readonly tenant: string
  /** The transaction, for runs within it. */
  readonly transaction: unknown
}

const running = new AsyncLocalStorage<Running>()
const assigned = Symbol('tenant')

export function currentRun(): Running | undefined {
  return running.getStore()
}

export function withinRun<Result>(run: Running, work: () => Result): Result {
  return running.run(run, work)
}

/** The tenant of the run or else of the request, as text; undefined where there is none. */
export function currentTenant(): string | undefined {
  return running.getStore()?.tenant ?? assignedTenant()
}

function assignedTenant(): string | undefined {
  return currentScope()?.values.get(assigned) as string | undefined
}

/** @throws RuntimeError `usage` outside of any scope, and where the request has another tenant already */
export function assignTenant(tenant: string): void {
  const scope = currentScope()
  if (scope === undefined)
    throw new RuntimeError(
      'usage',
      'There is no scope of a request that could have a tenant.',
      'Use the middleware, or `withScope`, around the request.',
    )
  const before = scope.values.get(assigned)
  if (before !== undefined && before !== tenant)
    throw new RuntimeError(
      'usage',
      'The request has another tenant already.',
      'A request has one tenant; name others with `run`.',
    )
  scope.values.set(assigned, tenant)
}
