import { beforeAll, expect, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../../../test/database.ts'
import { fingerprint } from '../../sql/index.ts'
import type { AdviseOptions } from '../advise.ts'
import { adviseOn } from '../testing/advised.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createDatabase({
    schema: `create table visit (id int primary key, path text not null, title varchar(80), code char(40), address inet not null,
        during int4range not null, place point not null, area box not null, spans int4multirange, note text);
      insert into visit select i, '/shop/' || i * 37 % 401 || '/item/' || i * 7919 % 30011, 'Title ' || i * 7919 % 30011,
          'code' || i, ('10.' || i % 200 || '.' || i / 200 % 250 || '.' || i % 250)::inet, int4range(i * 7, i * 7 + i % 90),
          point(i * 7919 % 1009, i * 4729 % 1013), box(point(i % 997, i % 991), point(i % 997 + 1, i % 991 + 1)),
          int4multirange(int4range(i, i + 3)), repeat('x', 90)
        from generate_series(1, 40000) i;
      analyze visit`,
  })
})

/** The indexes that are advised, with the statements that gain by each. */
async function advised(asked: readonly string[], kinds: AdviseOptions['kinds'] = ['spgist']) {
  const statements = asked.map((rest) => ({ sql: `select note from visit ${rest}` }))
  const rest = new Map(statements.map(({ sql }, i) => [fingerprint(sql), asked[i]]))
  const { plan } = await adviseOn(database, statements, { kinds })
  const created = plan.changes.filter(({ kind }) => kind === 'create-index')
  return created.map(({ sql, details }) => ({
    index: sql.replace(/^.* on public.visit using /, ''),
    serves: (details?.gains ?? []).map((gain) => rest.get(gain.fingerprint)).sort(),
  }))
}

test('SP-GiST is advised for beginnings of texts, networks, ranges, points and shapes', async () => {
  const served: Readonly<Record<string, readonly string[]>> = {
    'spgist (path)': [
      'where path ^@ $1',
      `where path ^@ '/shop/7/' and id > 0`,
      `where path like '/shop/7/%' and id > 1`,
      `where path ~ '^/shop/7/' and id > 2`,
    ],
    'spgist (title)': [`where title like 'Title 77%'`],
    'spgist ((lower(path)))': [`where lower(path) ^@ '/shop/7/'`],
    'spgist (address)': [`where '10.7.3.0/24' >>= address`, `where address <<= '10.7.3.0/24'`],
    'spgist (during)': [`where during && int4range(700, 900)`, 'where during @> 900'],
    'spgist (place)': [`order by place <-> point '(5,5)' limit 5`, `where place <@ box '((10,10),(40,40))'`],
    'spgist (area)': [`where area && box '((10,10),(14,14))'`],
  }
  const advice = await advised(Object.values(served).flat())
  expect(new Map(advice.map(({ index, serves }) => [index, serves]))).toEqual(
    new Map(Object.entries(served).map(([index, serves]) => [index, [...serves].sort()])),
  )
})

test('SP-GiST is not advised for what its operator classes do not answer', async () => {
  const others = [
    `where path like '%item/7%'`,
    `where path ilike '/shop/7/%'`,
    `where code like 'code77%'`,
    'where spans @> 900',
    `where address = '10.7.3.1'`,
  ]
  expect(await advised(others)).toEqual([])
})

test('ranges have GiST where that is allowed, which rows in their order do not harm', async () => {
  const overlapping = `where during && int4range(700, 900)`
  expect(await advised([overlapping], ['gist', 'spgist'])).toEqual([{ index: 'gist (during)', serves: [overlapping] }])
})

test('points have SP-GiST beside GiST, with what it minds', async () => {
  const sql = `select note from visit where place <@ box '((10,10),(40,40))'`
  const { plan } = await adviseOn(database, [{ sql }], { kinds: ['gist', 'spgist'] })
  const [change] = plan.changes.filter(({ kind }) => kind === 'create-index')
  expect(change?.sql).toMatch(/using spgist \(place\)/)
  expect(change?.details?.caveats.join()).toMatch(/in the order of its values/)
})

test('networks that hold each other have GiST as well, which must be told by which class', async () => {
  const within = `where address <<= '10.7.3.0/24'`
  expect(await advised([within], ['gist'])).toEqual([{ index: 'gist (address inet_ops)', serves: [within] }])
})
