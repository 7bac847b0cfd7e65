import { type Case, givesRows, nPlusOne, ofAuthor, ofPost } from './case.ts'
import { resolve } from './resolvers.ts'
import type { Queries, Subject } from './subject.ts'

const comments = 'select body from comment where post_id = $1'

async function postsOfEach(queries: Queries, limit = 20): Promise<void> {
  for (const { id } of await queries.authors(limit)) await queries.postsOf(id)
}

async function* pagesOf(queries: Queries) {
  for (let last = 0; ; ) {
    const page = await queries.authors(10, last)
    if (page.length === 0) return
    yield* page
    last = page.at(-1)?.id ?? 0
  }
}

const posts = [nPlusOne('postsOf', ofAuthor)]

/** Each is an N+1 in a way in which applications have them. */
export const planted: readonly Case[] = [
  { name: 'one after the other', run: (s) => postsOfEach(s), expected: posts },
  {
    name: 'side by side, at a full pool',
    run: async (s) => Promise.all((await s.authors(20)).map(({ id }) => s.postsOf(id))),
    expected: posts,
  },
  { name: 'in a transaction', run: (s) => s.transaction((own) => postsOfEach(own)), expected: posts },
  { name: 'with only three parents', run: (s) => postsOfEach(s, 3), expected: posts },
  {
    name: 'in two levels',
    async run(s) {
      for (const { id } of await s.authors(4)) {
        for (const post of await s.postsOf(id)) await s.raw(comments, [post.id])
      }
    },
    expected: [nPlusOne('postsOf', ofAuthor), nPlusOne('raw', ofPost)],
  },
  {
    name: 'of the one parent of each child',
    async run(s) {
      for (const { author_id } of await s.posts(40)) await s.authorOf(author_id)
    },
    // Ten posts have the same author, which is asked for again each time.
    expected: [nPlusOne('authorOf', /author_id → /), { check: 'duplicate-query', query: 'authorOf', from: null }],
  },
  { name: 'by resolvers of fields', run: resolve, expected: posts },
  {
    name: 'through a generator, over pages',
    async run(s) {
      for await (const { id } of pagesOf(s)) await s.postsOf(id)
    },
    expected: posts,
  },
  {
    name: 'some side by side, then the next',
    async run(s) {
      const ids = (await s.authors(20)).map(({ id }) => id)
      while (ids.length > 0) await Promise.all(ids.splice(0, 5).map((id) => s.postsOf(id)))
    },
    expected: posts,
  },
  {
    name: 'of rows that are taken out of the answer one by one',
    async run(s) {
      const rows = [...(await s.authors(20))]
      for (let row = rows.shift(); row !== undefined; row = rows.shift()) await s.postsOf(row.id)
    },
    expected: posts,
  },
  {
    name: 'with pasted values',
    async run(s) {
      for (const { id } of await s.authors(20)) await s.raw(`select title from post where author_id = ${id}`)
    },
    expected: [nPlusOne('raw', ofAuthor)],
  },
  {
    name: 'by lists of one',
    async run(s) {
      for (const { id } of await s.authors(20)) {
        await s.raw('select title from post where author_id = any(array[$1::int])', [id])
      }
    },
    expected: [nPlusOne('raw', ofAuthor)],
  },
  {
    name: 'by arrays of one',
    async run(s) {
      for (const { id } of await s.authors(20)) {
        await s.raw('select title from post where author_id = any($1::int[])', [[id]])
      }
    },
    expected: [nPlusOne('raw', ofAuthor)],
  },
  {
    name: 'by keys of two columns',
    async run(s) {
      const editions = await s.raw('select author_id, number from edition order by author_id, number limit $1', [24])
      for (const { author_id, number } of editions) {
        await s.raw('select note from edition where author_id = $1 and number = $2', [author_id, number])
      }
    },
    expected: [nPlusOne('raw', /author_id → /)],
  },
  {
    name: 'by a relation that loads itself',
    appliesTo: (s) => s.lazy !== null,
    run: async (s: Subject) => s.lazy?.(20),
    expected: [nPlusOne('lazy', ofAuthor)],
  },
  {
    name: 'rows loaded whole of which one number is added up',
    reads: true,
    appliesTo: givesRows,
    async run(s) {
      const text = 'select v.times, p.* from visit v join post p on p.id = v.post_id'
      for (let i = 0; i < 2; i++) (await s.raw(text)).reduce((sum, { times }) => sum + Number(times), i)
    },
    expected: [{ check: 'columns-never-read', query: 'raw', from: null }],
  },
]
