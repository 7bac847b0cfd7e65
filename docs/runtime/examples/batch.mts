import assert from 'node:assert/strict'
import { withScope } from '@pgwright/runtime'
import { createLoader } from '@pgwright/runtime/batch'
import pg from 'pg'

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL })
await pool.query(`
  create table author (id bigint primary key, name text);
  create table post (id bigint primary key, author_id bigint, created_at timestamptz);
  insert into author select i, 'author ' || i from generate_series(1, 10) i;
  insert into post select i, 1 + i % 10, now() + i * interval '1 minute' from generate_series(1, 100) i;
  create index on post (author_id, created_at desc)`)

// Made once, for the whole program.
const authors = createLoader<{ id: string; name: string }>(pool, {
  text: 'select id, name from author where id = any($1)',
  key: (author) => author.id,
})
const latestPosts = createLoader<{ id: string; author_id: string }>(pool, {
  text: 'select id, author_id, created_at from post',
  by: [{ column: 'author_id', type: 'bigint' }],
  orderBy: [{ column: 'created_at', direction: 'desc' }],
  limit: 3,
  many: true,
})

// One scope for each request; the middleware of your framework begins it.
await withScope('GET /authors', async () => {
  const shown = await Promise.all(
    [3, 1, 2].map(async (id) => ({ author: await authors.load(id), posts: await latestPosts.load(id) })),
  )
  assert.deepEqual(
    shown.map(({ author, posts }) => [author?.name, posts.length]),
    [
      ['author 3', 3],
      ['author 1', 3],
      ['author 2', 3],
    ],
  )
})
await pool.end()
