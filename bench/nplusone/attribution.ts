import { setTimeout as sleep } from 'node:timers/promises'
import { watchScope } from '../../packages/runtime/src/detect/index.ts'
import { withScope } from '../../packages/runtime/src/scope/index.ts'
import type { Open, Subject } from './subject.ts'

export interface Attribution {
  readonly subject: string
  /** Statements that requests asked, and those of them that were told of the right request. */
  readonly asked: number
  readonly right: number
}

/** What each request asks: two side by side, one in a transaction, one after all. */
const perRequest = 4

/** Requests that wait for two connections at once: a driver that hands them on in the turn of another mixes them up. */
export async function attribution(url: string, opens: readonly Open[], requests: number): Promise<Attribution[]> {
  const all: Attribution[] = []
  for (const open of opens) {
    const subject = await open(url, 2)
    try {
      await subject.authors(1)
      const right = await Promise.all(Array.from({ length: requests }, (_, nth) => request(subject, nth)))
      const sum = right.reduce((total, one) => total + one, 0)
      all.push({ subject: subject.name, asked: requests * perRequest, right: sum })
    } finally {
      await subject.close()
    }
  }
  return all
}

/** One session can't hold two transactions at a time. */
function inTransaction(subject: Subject, mine: number): Promise<unknown> {
  const ask = async (queries: Pick<Subject, 'authorOf'>) => void (await queries.authorOf(mine))
  return subject.name === 'pg client' ? ask(subject) : subject.transaction(ask)
}

/** How many of its own statements it is told of; another's takes one away. */
async function request(subject: Subject, nth: number): Promise<number> {
  const mine = 1_000_000 + nth
  return withScope(`request ${nth}`, async (scope) => {
    const { watch, end } = watchScope(scope)
    await sleep(nth % 7)
    await Promise.all([subject.authorOf(mine), subject.raw('select $1::int as mine', [mine])])
    await inTransaction(subject, mine)
    await subject.postsOf(mine)
    end()
    const statements = [...watch.series.values()]
      .filter(({ shape }) => shape.kind !== 'session')
      .flatMap((series) => series.statements)
    const own = statements.filter(({ values }) => values.some((value) => Number(value) === mine)).length
    return own - (statements.length - own)
  })
}
