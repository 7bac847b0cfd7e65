import { findingsOf, watchScope } from '../../packages/runtime/src/detect/index.ts'
import { withScope } from '../../packages/runtime/src/scope/index.ts'
import { type Spread, spread } from './spread.ts'
import type { Open, Subject } from './subject.ts'

const atATime = 16

/** A request: a list, its rows' parents at once, one row, one change. */
async function serve(subject: Subject, nth: number): Promise<unknown> {
  const posts = await subject.posts(20, 200_000 + (nth % 300))
  const parents = await subject.postsOfMany([...new Set(posts.map(({ author_id }) => author_id))])
  const [one] = posts
  await subject.authorOf(one?.author_id ?? 0)
  return JSON.stringify([posts, parents])
}

/**
 * Requests a second with each watched over requests a second with none, in pairs of runs that take turns: of a process
 * that has a core to itself, so by processor time. Others on this machine would make more of a difference than we do.
 */
export async function throughputShare(url: string, open: Open, pairs: number, requests: number): Promise<Spread> {
  const subject = await open(url, 4)
  const bare = (nth: number) => serve(subject, nth)
  const watched = (nth: number) =>
    withScope('GET /posts', async (scope) => {
      const { watch, end } = watchScope(scope)
      await serve(subject, nth)
      end()
      return findingsOf(watch)
    })
  try {
    await secondsOf(bare, requests)
    await secondsOf(watched, requests)
    const shares: number[] = []
    for (let pair = 0; pair < pairs; pair++) {
      const isBareFirst = pair % 2 === 0
      const first = await secondsOf(isBareFirst ? bare : watched, requests)
      const second = await secondsOf(isBareFirst ? watched : bare, requests)
      shares.push(isBareFirst ? first / second : second / first)
    }
    return spread(shares)
  } finally {
    await subject.close()
  }
}

async function secondsOf(work: (nth: number) => Promise<unknown>, requests: number): Promise<number> {
  const before = process.cpuUsage()
  let next = 0
  await Promise.all(
    Array.from({ length: atATime }, async () => {
      while (next < requests) await work(next++)
    }),
  )
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1e6
}
