import { setTimeout as sleep } from 'node:timers/promises'
import { inspect } from 'node:util'
import pg from 'pg'
import { afterAll, describe, expect, test } from 'vitest'
import { instrument } from '../drivers/pg.ts'
import { allow } from '../events/index.ts'
import { withScope } from '../scope/index.ts'
import { findingsOf, type RuntimeFinding, watchScope } from './index.ts'
import { blogPool } from './testing/blog.ts'

instrument(pg)
const pool = await blogPool()
afterAll(() => pool.end())

async function found(work: () => Promise<unknown>, reads = false): Promise<RuntimeFinding[]> {
  return withScope('GET /authors', async (scope) => {
    const { watch, end } = watchScope(scope, { reads })
    await work().finally(end)
    return findingsOf(watch)
  })
}

const authors = async (limit = 20) =>
  (await pool.query<{ id: number }>('select id, name from author order by id limit $1', [limit])).rows
const postsOf = (id: number) => pool.query('select title from post where author_id = $1', [id])

describe('an N+1 is found, with where its values came from,', () => {
  test('asked one after the other', async () => {
    const [finding, ...others] = await found(async () => {
      for (const { id } of await authors()) await postsOf(id)
    })
    expect(others).toEqual([])
    expect(finding).toMatchObject({
      check: 'n-plus-one',
      route: 'GET /authors',
      statement: 'select title from post where author_id = $1',
      from: ['author.id → $1'],
      times: 20,
      fix: { sql: 'select author_id, title from post where author_id = any($1)' },
      site: { file: expect.stringContaining('detect.test.ts'), functionName: 'postsOf' },
    })
  })

  test('asked side by side, of a pool that is full', async () => {
    const [finding] = await found(async () => Promise.all((await authors()).map(({ id }) => postsOf(id))))
    expect(finding).toMatchObject({ check: 'n-plus-one', times: 20, from: ['author.id → $1'] })
    expect(finding?.site?.file).toContain('detect.test.ts')
  })

  test('within a transaction, by a client that calls back', async () => {
    const [finding] = await found(async () => {
      const client = await pool.connect()
      await client.query('begin')
      const { rows } = await client.query('select id from author limit 20')
      for (const { id } of rows) {
        await new Promise((resolve) =>
          client.query('select count(*) from post where author_id = $1', [id], resolve as () => void),
        )
      }
      await client.query('commit')
      client.release()
    })
    expect(finding).toMatchObject({ check: 'n-plus-one', times: 20 })
    expect(finding?.fix?.sql).toContain('cross join lateral')
  })

  test('with values that are pasted into the text, which are not shown', async () => {
    const [finding] = await found(async () => {
      for (const { id } of await authors()) await pool.query(`select title from post where author_id = ${id}`)
    })
    expect(finding).toMatchObject({
      statement: 'select title from post where author_id = ?',
      from: ['author.id → author_id'],
    })
  })

  test('over pages of parents', async () => {
    const [finding] = await found(async () => {
      for (let last = 0; ; ) {
        const { rows } = await pool.query('select id from author where id > $1 order by id limit 5', [last])
        if (rows.length === 0) return
        for (const { id } of rows) await postsOf(id)
        last = rows.at(-1).id
      }
    })
    expect(finding).toMatchObject({ check: 'n-plus-one', times: 40, from: ['author.id → $1'] })
  })

  test('in two levels, and down a tree', async () => {
    const levels = await found(async () => {
      for (const { id } of await authors(5)) {
        const { rows } = await pool.query('select id from post where author_id = $1', [id])
        for (const post of rows) await pool.query('select body from comment where post_id = $1', [post.id])
      }
    })
    expect(levels.map(({ from }) => from)).toEqual([['post.id → $1'], ['author.id → $1']])
    const reports = async (id: number): Promise<void> => {
      const { rows } = await pool.query('select id from author where manager_id = $1', [id])
      for (const report of rows) if (report.id !== id) await reports(report.id)
    }
    const [tree] = await found(() => reports(100002))
    expect(tree).toMatchObject({ check: 'n-plus-one', from: ['author.id → $1'] })
  })

  test('of one parent for each row of a child: its key is in every row', async () => {
    const findings = await found(async () => {
      const { rows } = await pool.query('select id, author_id from post order by id limit 12')
      for (const post of rows) {
        const author = (await pool.query('select manager_id from author where id = $1', [post.author_id])).rows[0]
        await pool.query('select name from author where id = $1 and id is not null', [author.manager_id ?? 100001])
      }
    })
    expect(findings.map(({ check, from }) => [check, from])).toContainEqual(['n-plus-one', ['post.author_id → $1']])
  })

  test('by small keys, where all of them are asked for in their order', async () => {
    const [finding] = await found(async () => {
      const { rows } = await pool.query('select id from small order by id limit 10')
      for (const { id } of rows) await pool.query('select note from small where id = $1', [id])
    })
    expect(finding).toMatchObject({ check: 'n-plus-one', times: 10 })
  })

  test('by a list that never has more than one key', async () => {
    const [finding] = await found(async () => {
      for (const { id } of await authors()) {
        await pool.query('select title from post where author_id = any($1::int[])', [[id]])
      }
    })
    expect(finding).toMatchObject({ check: 'n-plus-one', fix: { sql: expect.stringContaining('author_id = any($1)') } })
  })
})

describe('none is seen in', () => {
  test.each<[string, () => Promise<unknown>]>([
    [
      'pages by key',
      async () => {
        for (let last = 0, i = 0; i < 20; i++) {
          last = (await pool.query('select id from post where id > $1 order by id limit 10', [last])).rows.at(-1).id
        }
      },
    ],
    [
      'a walk from one row to the next',
      async () => {
        for (let id = 100040; id !== null; ) {
          id = (await pool.query('select manager_id from author where id = $1', [id])).rows[0].manager_id
        }
      },
    ],
    [
      'one batch',
      async () =>
        pool.query('select title from post where author_id = any($1)', [(await authors()).map(({ id }) => id)]),
    ],
    [
      'batches of several keys',
      async () => {
        const ids = (await authors(40)).map(({ id }) => id)
        for (let i = 0; i < 40; i += 4) {
          await pool.query('select title from post where author_id = any($1)', [ids.slice(i, i + 4)])
          await pool.query(`select title from post where author_id in ($1, $2, $3, $4)`, ids.slice(i, i + 4))
        }
      },
    ],
    [
      'values that no answer gave',
      async () => {
        await authors()
        for (let i = 0; i < 20; i++) await pool.query('select now(), $1::int', [i * 7919])
        for (let i = 0; i < 20; i++) await pool.query('select title from post where id = $1', [500_000 + i])
      },
    ],
    [
      'small numbers that happen to be keys',
      async () => {
        await pool.query('select id from small order by id limit 30')
        for (const level of [2, 7, 3, 11]) await pool.query('select count(*) from comment where post_id = $1', [level])
      },
    ],
    [
      'limits and offsets',
      async () => {
        const { rows } = await pool.query('select id from author order by id limit 5')
        for (const { id } of rows)
          await pool.query('select title from post order by id limit 10 offset $1', [id - 100000])
      },
    ],
    [
      'retries',
      async () => {
        const [author] = await authors(1)
        for (let i = 0; i < 5; i++) await pool.query('select 1 / $1::int', [0]).catch(() => {})
        await postsOf(author?.id ?? 0)
      },
    ],
    [
      'a loop that the application allows',
      async () => {
        const rows = await authors()
        await allow('each is shown as soon as it is there', async () => {
          for (const { id } of rows) await postsOf(id)
        })
      },
    ],
    [
      'settings, begins and probes',
      async () => {
        const rows = await authors()
        for (const { id } of rows) await pool.query(`select set_config('app.tenant', $1, false)`, [String(id)])
        for (let i = 0; i < 10; i++) await pool.query('select 1')
      },
    ],
  ])('%s', async (_, work) => {
    expect(await found(work)).toEqual([])
  })
})

test('the same question asked again and again is a duplicate, unless something was written in between', async () => {
  const [finding, ...others] = await found(async () => {
    for (let i = 0; i < 4; i++) await postsOf(100001)
  })
  expect(finding).toMatchObject({ check: 'duplicate-query', times: 4, from: [] })
  expect(others).toEqual([])
  expect(
    await found(async () => {
      for (let i = 0; i < 4; i++) {
        await pool.query('update author set name = $1 where id = 100001', [`a${i}`])
        await postsOf(100001)
      }
    }),
  ).toEqual([])
})

test('rows that are written one by one are told to be written at once', async () => {
  const findings = await found(async () => {
    for (const { id } of await authors()) await pool.query('update author set name = name where id = $1', [id])
    for (let i = 0; i < 6; i++) await pool.query(`insert into comment values ($1, 200001, 'x')`, [900_000 + i])
  })
  expect(findings.map(({ check, times }) => [check, times])).toEqual([
    ['writes-one-by-one', 20],
    ['writes-one-by-one', 6],
  ])
})

test('200 requests on a pool of two are each told of their own statements', async () => {
  const requests = Array.from({ length: 200 }, (_, nth) =>
    withScope(`request ${nth}`, async (scope) => {
      const { watch, end } = watchScope(scope)
      await sleep(nth % 7)
      await Promise.all([pool.query('select $1::int as mine', [nth]), pool.query('select $1::int + 1', [nth])])
      await pool.query('select $1::int * 2', [nth])
      end()
      const statements = [...watch.series.values()].flatMap((series) => series.statements)
      return statements.length === 3 && statements.every(({ values }) => values[0] === nth)
    }),
  )
  expect((await Promise.all(requests)).every((right) => right)).toBe(true)
})

test('what is watched is bounded, and what was left out is counted', async () => {
  await withScope(null, async (scope) => {
    const { watch, end } = watchScope(scope, { mostKept: 2, mostShapes: 2, mostValues: 50 })
    await authors(40)
    for (let i = 0; i < 5; i++) await postsOf(i)
    await pool.query('select 3 as other, $1::int', [1])
    end()
    expect(watch.series.size).toBe(2)
    expect(watch.leftOut).toBe(2)
    expect([...watch.series.values()].map(({ count, statements }) => [count, statements.length])).toEqual([
      [1, 1],
      [5, 2],
    ])
  })
})

describe('where reads are watched,', () => {
  const all = 'select p.*, a.name from post as p join author as a on a.id = p.author_id order by p.id'

  test('rows that are only counted, and columns that nobody reads, are told', async () => {
    const counted = await found(async () => (await pool.query(all)).rows.length, true)
    expect(counted).toMatchObject([{ check: 'rows-only-counted', message: expect.stringContaining('400 rows') }])
    const one = await found(async () => (await pool.query(all)).rows.map(({ id }) => id), true)
    expect(one).toMatchObject([
      { check: 'columns-never-read', message: expect.stringContaining('author_id, title, name') },
    ])
  })

  test('where one number of each row is read, it is asked whether it is added up; a chart reads the same', async () => {
    const helpOf = async (read: (row: Record<string, string>) => unknown, from = 'p.*, 7.5 as "Due", now() as now') => {
      const text = `select ${from}, a.name from post as p join author as a on a.id = p.author_id`
      const [finding] = await found(async () => (await pool.query(text)).rows.map(read), true)
      return finding?.help
    }
    expect(await helpOf(({ Due }) => Number(Due))).toContain(
      'If the program adds up Due, select sum("Due") … gives one row.',
    )
    expect(await helpOf(({ Due, author_id: author }) => [author, Due])).toContain(
      'select author_id, sum("Due") … group by author_id gives a row for each author_id.',
    )
    for (const other of [
      ({ id }: Record<string, string>) => id,
      ({ title }: Record<string, string>) => title,
      ({ Due, author_id: author, title }: Record<string, string>) => [author, title, Due],
      ({ Due, id }: Record<string, string>) => (Number(id) % 2 === 0 ? Due : 0),
    ])
      expect(await helpOf(other)).not.toContain('adds up')
    // Alone it can't be told from a chart, and there is nothing else to be said of it.
    const alone = await found(
      async () => (await pool.query('select id * 2 as due from post')).rows.map(({ due }) => due),
      true,
    )
    expect(alone).toEqual([])
  })

  test('a row is what it was to whoever reads it', async () => {
    const plain = (await pool.query(all)).rows
    for (const read of [
      (rows: object[]) => structuredClone(rows),
      (rows: object[]) => JSON.parse(JSON.stringify(rows)),
      (rows: object[]) => rows.map((row) => ({ ...row })),
      (rows: object[]) => rows.map((row) => Object.fromEntries(Object.entries(row))),
      (rows: object[]) => rows.map((row) => Object.assign(row, { title: 'new' })).map(() => null),
    ]) {
      const findings = await found(async () => {
        const { rows } = await pool.query(all)
        const copy = read(rows)
        if (copy[0] !== null) expect(copy).toEqual(plain)
        expect(Object.keys(rows[0])).toEqual(Object.keys(plain[0]))
        expect(inspect(rows[0])).toBe(inspect({ ...rows[0] }))
      }, true)
      expect(findings).toEqual([])
    }
  })
})

test('different reads that do not need each other are told to be awaited together', async () => {
  const findings = await found(async () => {
    await pool.query('select count(*) from author')
    await pool.query('select count(*) from post where title = $1', ['t1'])
    await pool.query('select max(id) from comment')
  })
  expect(findings).toMatchObject([{ check: 'sequential-queries', times: 3 }])
  const dependent = await found(async () => {
    const author = (await pool.query('select id, name from author where id = 100005')).rows[0]
    const post = (await pool.query('select id from post where author_id = $1', [author.id])).rows[0]
    await pool.query('select body from comment where post_id = $1', [post.id])
  })
  expect(dependent).toEqual([])
})
