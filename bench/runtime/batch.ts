import pg from 'pg'
import type { Scale } from '../../packages/pgwright/src/demo/index.ts'
import { startServer } from '../../packages/pgwright/src/postgres/index.ts'
import { createLoader } from '../../packages/runtime/src/batch/index.ts'
import { withScope } from '../../packages/runtime/src/scope/index.ts'
import { type Figure, figure } from '../figure.ts'

const parentsAt: Readonly<Record<Scale, number>> = { small: 100, medium: 1_000, full: 10_000 }

/** Statements for the children of many parents, each asked for by itself. */
export async function batchFigures(scale: Scale): Promise<Figure[]> {
  const server = await startServer({ name: 'bench-runtime-batch' })
  const pool = new pg.Pool({ connectionString: server.url(), max: 2 })
  const parents = parentsAt[scale]
  try {
    await pool.query(`create table post (id int primary key, author_id int);
      insert into post select i, i % ${parents} from generate_series(1, ${parents * 3}) i; create index on post (author_id)`)
    const query = pool.query.bind(pool)
    let statements = 0
    pool.query = ((config: pg.QueryConfig) => {
      statements++
      return query(config)
    }) as typeof pool.query
    const loader = createLoader(pool, {
      text: 'select * from post',
      by: [{ column: 'author_id', type: 'int' }],
      many: true,
    })
    const found = await withScope(null, () =>
      Promise.all(Array.from({ length: parents }, (_, author) => loader.load(author))),
    )
    if (found.some((posts) => posts.length !== 3)) throw new Error('A parent has not its three children.')
    return [
      figure({
        id: 'batch-round-trips',
        title: `statements for the children of ${parents} parents`,
        value: statements,
        unit: 'statements',
        goal: null,
        better: 'lower',
      }),
    ]
  } finally {
    await pool.end()
    await server.stop()
  }
}
