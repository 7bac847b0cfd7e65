import { AsyncLocalStorage } from 'node:async_hooks'
import { type Site, siteIn, stack } from './site.ts'

type Holder = ReturnType<typeof stack>

const storage = new AsyncLocalStorage<Holder>()
const sites = new WeakMap<Holder, { readonly site: Site | null }>()

/**
 * Where the application began something that asks only later: an ORM's query is built in one turn and run in another, to
 * which no stack leads. Reading it is left to who needs it.
 */
export function originOf(): Holder {
  return stack(40)
}

export function withOrigin<Result>(origin: Holder, work: () => Result): Result {
  return storage.run(origin, work)
}

export function originSite(): Site | null {
  const holder = storage.getStore()
  if (holder === undefined) return null
  const found = sites.get(holder) ?? { site: siteIn(holder) }
  sites.set(holder, found)
  return found.site
}
