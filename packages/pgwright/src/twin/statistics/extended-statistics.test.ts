import { beforeAll, describe, expect, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../../../test/database.ts'
import type { ExtendedData, Snapshot } from '../../model/index.ts'
import { observe } from '../../observe/index.ts'
import { parseTarget, withReader } from '../../postgres/index.ts'
import { restoreExtendedStatistics } from './extended-statistics.ts'

const written = `select s.stxname, d.stxdinherit, d.stxdndistinct::text, d.stxddependencies::text,
    array(select row(m.values, m.nulls, m.frequency, m.base_frequency)::text from pg_mcv_list_items(d.stxdmcv) m
      order by m.index) as combinations,
    array(select row(e.stanullfrac, e.stawidth, e.stadistinct, e.stanumbers1, e.stavalues1)::text
      from unnest(d.stxdexpr) e) as expressions
  from pg_statistic_ext s join pg_statistic_ext_data d on d.stxoid = s.oid order by 1, 2`

const probe = `explain select count(*) from thing where kind = 'k3' and label = 'l1' and lower(kind) = 'k3' group by kind, label`

describe('extended statistics that a snapshot brings', () => {
  let source: TestDatabase
  let owner: string
  let statistics: Snapshot['extendedStatistics']
  beforeAll(async () => {
    source = await createDatabase()
    owner = `owner_${source.name}`
    await source.client.query(
      `create role ${owner} login password '${source.password}';
       create table thing (id int, gone int, kind text, label varchar(9), amount numeric, tags text[], ok bool, "uuid" uuid)
         with (autovacuum_enabled = off);
       alter table thing drop column gone;
       insert into thing select i, case when i % 7 > 0 then 'k' || i % 20 end, 'l' || i % 20 / 4, i % 20 * 1.5, array['a', 'b' || i % 3],
         i % 2 = 0, md5((i % 5)::text)::uuid from generate_series(1, 3000) i;
       create statistics whole on kind, label, amount from thing;
       create statistics typed (mcv) on kind, tags, ok, "uuid", amount from thing;
       create statistics computed on lower(kind), (id % 5), label from thing;
       alter table thing owner to ${owner};
       analyze thing`,
    )
    statistics = (await observed()).extendedStatistics
    return async () => {
      await source.client.query(`drop owned by ${owner} cascade; drop role ${owner}`)
    }
  })

  function observed(role?: string): Promise<Snapshot> {
    const url = role === undefined ? source.url : source.urlAs(role)
    return withReader(parseTarget(url), (client) => observe(client, { workload: false }))
  }

  /** They are put back where they come from, and planned with. */
  async function gapsOf(name: string, change: Partial<ExtendedData>): Promise<string[]> {
    const changed = statistics.map((s) =>
      s.name === name ? { ...s, data: s.data.map((data) => ({ ...data, ...change })) } : s,
    )
    const gaps = await restoreExtendedStatistics({ owner: source.client, builder: source.client }, 18, changed)
    await source.client.query(probe)
    return gaps.map(({ reason }) => reason)
  }

  test('are written as ANALYZE wrote them', async () => {
    const before = await source.client.query(written)
    expect(await gapsOf('', {})).toEqual([])
    expect((await source.client.query(written)).rows).toEqual(before.rows)
  })

  test('are seen by the owner of the table, who sees what follows from what to six digits', async () => {
    const rounded = JSON.stringify(statistics, (key, value) => (key === 'degree' ? Number(value.toFixed(6)) : value))
    expect(JSON.stringify((await observed(owner)).extendedStatistics)).toBe(rounded)
  })

  test.each<[string, string, Partial<ExtendedData>]>([
    ['a combination of columns is missing', 'whole', { distinct: [{ keys: ['kind', 'label'], distinct: 5 }] }],
    ['a column is not there', 'whole', { dependencies: [{ from: ['gone'], to: 'kind', degree: 1 }] }],
    ['a degree above 1', 'whole', { dependencies: [{ from: ['kind'], to: 'label', degree: 2 }] }],
    ['no combinations', 'typed', { combinations: { keys: ['kind', 'tags', 'ok', 'uuid', 'amount'], items: [] } }],
    ['combinations of other columns', 'whole', { combinations: { keys: ['kind'], items: [item('a')] } }],
    ['too few values', 'whole', { combinations: { keys: ['kind', 'label', 'amount'], items: [item('a')] } }],
    [
      'a value that its type refuses',
      'whole',
      { combinations: { keys: ['kind', 'label', 'amount'], items: [item('a', 'b', 'c')] } },
    ],
    ['too few expressions', 'computed', { expressions: [] }],
  ])('that make no sense are told, and nothing else is lost: %s', async (_, name, change) => {
    expect(await gapsOf(name, change)).toEqual([expect.stringMatching(/could not be taken over/)])
  })
})

function item(...values: string[]) {
  return { values, frequency: 0.5, baseFrequency: 0.1 }
}
