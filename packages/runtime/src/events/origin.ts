import { AsyncLocalStorage } from 'node:async_hooks'
import { framesOf, greatDepth, stack, usualDepth } from './frames.ts'
import { pathOf, type Site, type Sites, sitesIn } from './site.ts'

/** A stack that nobody has read yet. */
export type Origin = ReturnType<typeof stack>

/** The innermost, and what it is within: an ORM that uses another, or an event of one. */
interface Nested {
  readonly origin: Origin
  readonly within: Nested | undefined
}

export type Origins = Nested | undefined

const storage = new AsyncLocalStorage<Nested>()
const read = new WeakMap<Origin, Sites>()

/**
 * Where the application began something that asks only later: an ORM's query is built in one turn and run in another, to
 * which no stack leads. Reading it is left to who needs it.
 */
export function originOf(): Origin {
  return stack(40)
}

/** One that is known already, to be kept for all that is asked there. */
export function originAt(site: Site): Origin {
  const origin = {}
  read.set(origin, { running: site, awaiting: null })
  return origin
}

export function withOrigin<Result>(origin: Origin, work: () => Result): Result {
  return storage.run({ origin, within: storage.getStore() }, work)
}

export function currentOrigins(): Origins {
  return storage.getStore()
}

/** Whether what runs was begun by something whose place is kept. */
export function isWithinOrigin(): boolean {
  return storage.getStore() !== undefined
}

/**
 * The application's line that asks for a statement, to be called meanwhile: what runs is right before all. Takes 10 to 20
 * µs, so that nobody asks for it of a statement that is seen once.
 *
 * @returns null where no frame is the application's
 */
export function findSite(statement: { readonly origins: Origins }): Site | null {
  const near = stack(usualDepth)
  return sitesOfOrigin(near).running ?? siteFrom(statement.origins === undefined ? stack(greatDepth) : near, statement)
}

/** Files of what runs, the innermost first, and then of what began it: for who wants to know which library asks. */
export function callersOf({ origins }: { readonly origins: Origins }): string[] {
  const all = [stack(greatDepth)]
  for (let one = origins; one !== undefined; one = one.within) all.push(one.origin)
  return all.flatMap((one) => framesOf(one).map((frame) => pathOf(frame.getFileName() ?? '')))
}

/** The same of a stack that was kept when it was asked for. */
export function siteFrom(asked: Origin, { origins }: { readonly origins: Origins }): Site | null {
  const all = [sitesOfOrigin(asked), ...sitesOf(origins)]
  const running = all.find((one) => one.running !== null)?.running
  return running ?? all.find(({ awaiting }) => awaiting !== null)?.awaiting ?? null
}

function sitesOf(origins: Origins): Sites[] {
  const sites: Sites[] = []
  for (let one = origins; one !== undefined; one = one.within) sites.push(sitesOfOrigin(one.origin))
  return sites
}

/** Read once, however many statements one query asks. */
function sitesOfOrigin(origin: Origin): Sites {
  const found = read.get(origin) ?? sitesIn(origin)
  read.set(origin, found)
  return found
}
