import { setTimeout as sleep } from 'node:timers/promises'
import { allow } from '../../packages/runtime/src/events/index.ts'
import { type Case, givesRows } from './case.ts'
import type { Subject } from './subject.ts'

const none = [] as const

/** Keys that are asked for in one tick, in one statement, as dataloader does. */
function loaderOf(s: Subject): (id: number) => Promise<unknown> {
  let keys: number[] = []
  let batch: Promise<unknown> | null = null
  return (id) => {
    keys.push(id)
    batch ??= new Promise<void>((run) => process.nextTick(run)).then(() => {
      const asked = keys
      keys = []
      batch = null
      return s.postsOfMany(asked)
    })
    return batch
  }
}

async function worker(s: Subject): Promise<void> {
  for (;;) {
    const [job] = await s.raw('select id from job where not done order by id limit 1')
    if (job === undefined) return
    await s.raw('select payload from job where id = $1', [job.id])
    await s.raw('update job set done = true where id = $1', [job.id])
  }
}

/** Each repeats a statement, and is as it should be, or has another fault than an N+1. */
export const nearMisses: readonly Case[] = [
  {
    name: 'pages by key',
    async run(s) {
      for (let last = 0, page = 0; page < 20; page++) last = (await s.posts(10, last)).at(-1)?.id ?? 0
    },
    expected: none,
  },
  {
    name: 'pages by offset',
    async run(s) {
      for (let page = 0; page < 20; page++) await s.posts(10, 0, page * 10)
    },
    expected: none,
  },
  {
    name: 'chunks of keys',
    async run(s) {
      const ids = (await s.authors(40)).map(({ id }) => id)
      for (let at = 0; at < ids.length; at += 8) await s.postsOfMany(ids.slice(at, at + 8))
    },
    expected: none,
  },
  {
    name: 'batches of a loader',
    async run(s) {
      const load = loaderOf(s)
      const ids = (await s.authors(40)).map(({ id }) => id)
      for (let at = 0; at < ids.length; at += 10) await Promise.all(ids.slice(at, at + 10).map(load))
    },
    expected: none,
  },
  {
    name: 'retries',
    async run(s) {
      const [author] = await s.authors(1)
      for (let attempt = 0; attempt < 5; attempt++) {
        try {
          await s.raw('select 1 / $1::int from author where id = $2', [0, author?.id])
        } catch {}
      }
    },
    expected: none,
  },
  {
    name: 'the same question',
    async run(s) {
      const [author] = await s.authors(20)
      for (let i = 0; i < 5; i++) await s.postsOf(author?.id ?? 0)
    },
    expected: [{ check: 'duplicate-query', query: 'postsOf', from: null }],
  },
  {
    name: 'writes',
    async run(s) {
      for (const { id } of await s.authors(20)) await s.raw('update author set name = name where id = $1', [id])
    },
    expected: [{ check: 'writes-one-by-one', query: 'raw', from: null }],
  },
  {
    name: 'the first use of each connection',
    run: (s) => Promise.all(Array.from({ length: 20 }, () => s.raw('select 1'))),
    expected: none,
  },
  {
    name: 'repeats with values of no answer',
    async run(s) {
      await s.authors(20)
      for (let i = 0; i < 20; i++) await s.raw('select now(), $1::int', [i * 7919])
      for (let i = 0; i < 20; i++) await s.postsOf(900_000 + i * 7)
    },
    expected: none,
  },
  { name: 'a worker of a queue', run: worker, expected: none },
  {
    name: 'a walk from one row to the next',
    async run(s) {
      for (let id: unknown = 100_020; id !== null; )
        id = (await s.raw('select manager_id from author where id = $1', [id]))[0]?.manager_id ?? null
    },
    expected: none,
  },
  {
    name: 'counters',
    async run(s) {
      await s.posts(20)
      for (const least of [1, 5, 10, 50]) await s.raw('select count(*) from visit where times >= $1', [least])
      for (let i = 0; i < 4; i++) await s.raw('update visit set times = times + 1 where post_id = 200001')
    },
    expected: none,
  },
  {
    name: 'a poll until something has happened',
    async run(s) {
      for (let i = 0; i < 4; i++) {
        await s.raw('update visit set times = times + 1 where post_id = $1', [200_002])
        await s.raw('select times from visit where post_id = $1', [200_002])
        await sleep(1)
      }
    },
    expected: none,
  },
  {
    name: 'what the application allows',
    async run(s) {
      const authors = await s.authors(20)
      await allow('each is shown as soon as it is there', async () => {
        for (const { id } of authors) await s.postsOf(id)
      })
    },
    expected: none,
  },
  {
    name: 'a transaction that writes and reads once',
    async run(s) {
      await s.transaction(async (own) => {
        const [author] = await own.authors(1)
        await own.rename(author?.id ?? 0, 'a')
        await own.postsOf(author?.id ?? 0)
      })
    },
    expected: none,
  },
  {
    name: "the ORM's own way to load relations",
    appliesTo: (s) => s.eager !== null,
    run: async (s) => s.eager?.(20),
    expected: none,
  },
  {
    name: 'one number of each row, for a chart',
    reads: true,
    appliesTo: givesRows,
    async run(s) {
      for (let i = 0; i < 2; i++) (await s.raw('select times from visit')).map(({ times }) => Number(times) + i)
    },
    expected: none,
  },
  {
    name: 'rows of which all is read, some of it only sometimes',
    reads: true,
    appliesTo: givesRows,
    async run(s) {
      for (let i = 0; i < 2; i++) {
        const rows = await s.raw('select v.times, p.* from visit v join post p on p.id = v.post_id')
        rows.map((row, at) => (at % 5 === 0 ? { ...row } : row.times))
      }
    },
    expected: none,
  },
]
