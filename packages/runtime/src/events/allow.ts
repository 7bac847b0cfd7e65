import { AsyncLocalStorage } from 'node:async_hooks'

const storage = new AsyncLocalStorage<string>()

/** What `work` asks is as it should be, for a reason that stands in the code: no finding is made of it. */
export function allow<Result>(reason: string, work: () => Result): Result {
  return storage.run(reason, work)
}

export function allowedReason(): string | null {
  return storage.getStore() ?? null
}
