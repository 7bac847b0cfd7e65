import pg from 'pg'
import { beforeAll, expect, test } from 'vitest'
import { describeMajors } from '../../test/majors.ts'
import { twinServer } from '../../test/twins.ts'
import { observe } from '../observe/index.ts'
import { parseTarget, withReader } from '../postgres/index.ts'
import { indexesOf } from './plan-node.ts'
import type { TwinServer } from './server.ts'
import { Twin } from './twin.ts'

const schema = `create table t (name text not null); create index t_name on t (name);
  insert into t select 'ä' || i from generate_series(1, 5000) i; analyze t`

const libc = (major: number) => (major >= 15 ? 'locale_provider libc' : '')

describeMajors(
  "a twin's database",
  async () => {},
  (source, major) => {
    let server: TwinServer
    beforeAll(async () => {
      server = await twinServer(major)
    })

    const cases: [string, string, boolean, boolean][] = [
      ['the C locale', `${libc(major)} encoding 'UTF8' lc_collate 'C' lc_ctype 'C'`, true, true],
      [
        "the C library's Unicode",
        `${libc(major)} encoding 'UTF8' lc_collate 'C.UTF-8' lc_ctype 'C.UTF-8'`,
        false,
        true,
      ],
      ['an encoding of one byte', `${libc(major)} encoding 'LATIN1' lc_collate 'C' lc_ctype 'C'`, true, true],
      ['no encoding', `${libc(major)} encoding 'SQL_ASCII' lc_collate 'C' lc_ctype 'C'`, true, true],
    ]
    if (major >= 15)
      cases.push([
        'ICU',
        `encoding 'UTF8' lc_collate 'C' lc_ctype 'C' locale_provider icu icu_locale 'de-AT'`,
        false,
        true,
      ])
    if (major >= 17)
      cases.push(['a built-in locale', `encoding 'UTF8' locale_provider builtin builtin_locale 'C.UTF-8'`, true, true])

    test.each(cases)(
      'has %s where the source has, so that LIKE uses an index there only where it does on the source',
      async (title, options, usesIndex) => {
        const name = title.replaceAll(/\W/g, '_').toLowerCase()
        const { client } = source()
        await client.query(`create database ${name} template template0 ${options}`)
        const url = source().server.url(name)
        const session = new pg.Client(url)
        await session.connect()
        await session.query(schema)
        const sql = `select * from t where name like 'ä12%'`
        const { rows } = await session.query(`explain (format json, verbose) ${sql}`)
        await session.end()
        const snapshot = await withReader(parseTarget(url), (reader) => observe(reader))
        const twin = await Twin.open(snapshot, { server })
        try {
          expect(twin.gaps).toEqual([])
          const plan = await twin.explain(sql, { role: null, settings: {} })
          expect(plan).toEqual(rows[0]['QUERY PLAN'][0].Plan)
          expect(indexesOf(plan).has('t_name')).toBe(usesIndex)
        } finally {
          await twin.close()
          await client.query(`drop database ${name}`)
        }
      },
    )

    test('takes the nearest locale where the source has one that is not here, and says so', async () => {
      const snapshot = await withReader(parseTarget(source().url()), (reader) => observe(reader))
      const database = {
        ...snapshot.database,
        collationProvider: 'c' as const,
        collate: 'tlh_KX.UTF-8',
        ctype: 'tlh_KX.UTF-8',
        locale: null,
      }
      const twin = await Twin.open({ ...snapshot, database }, { server })
      await twin.close()
      expect(twin.gaps).toMatchObject([{ object: 'database', reason: expect.stringContaining('tlh_KX.UTF-8') }])
    })
  },
)
