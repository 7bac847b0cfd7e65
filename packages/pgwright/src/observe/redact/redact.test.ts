import { expect, test } from 'vitest'
import type { ColumnStatistics, Snapshot } from '../../model/index.ts'
import { formatArrayText, parseArrayText } from '../../sql/index.ts'
import { readSnapshot } from '../snapshot-file.ts'
import { openZoo } from '../testing/zoo.ts'
import { redact } from './redact.ts'

const zoo = await openZoo(`
  create type "S 1"."Mood" as enum ('good', 'bad');
  create table "S 1".t (name text, code varchar(2), initial char(1), amount numeric(6, 2), born date, seen timestamptz,
    key uuid, tags text[], mood "S 1"."Mood", ok bool, doc jsonb, address inet, span int4range, quoted text);
  insert into "S 1".t
    select case i % 4 when 0 then 'Ann "Q" \\ {x}' else 'name ' || md5(i::text) end, 'c' || i % 7, chr(97 + i % 20), i / 7.0,
      date '1950-01-01' + i, '2024-01-01 00:00Z'::timestamptz + i * interval '1 min', md5(i::text)::uuid,
      array['secret', 'tag' || i % 9], (array['good', 'bad'])[1 + i % 2]::"S 1"."Mood", i % 3 = 0,
      jsonb_build_object('a', i % 4), '10.0.0.1', int4range(i, i + 3), 'Ann "Q" \\ {x}'
    from generate_series(1, 3000) as i;
  analyze`)
const source = await zoo.observe()
const redacted = redact(source)

function column(snapshot: Snapshot, name: string): ColumnStatistics {
  const found = snapshot.columnStatistics.find((statistics) => statistics.column === name)
  if (found === undefined) throw new Error(`${name} has no statistics`)
  return found
}

test('no value but those of the schema is left', () => {
  const kept = new Set(['mood', 'ok'])
  for (const before of source.columnStatistics.filter(({ column }) => !kept.has(column))) {
    const values = [before.commonValues, before.histogram].flatMap((text) =>
      text === null ? [] : parseArrayText(text),
    )
    const after = column(redacted, before.column)
    for (const value of values.filter((value) => value.length > 3)) {
      expect(JSON.stringify([after.commonValues, after.histogram])).not.toContain(value)
    }
  }
  expect(JSON.stringify(redacted.columnStatistics)).not.toMatch(/secret|Ann|10\.0\.0\\.1/)
})

test('histograms stay in the order of the server, common values keep their frequencies', async () => {
  for (const [name, type] of Object.entries({
    name: 'text',
    amount: 'numeric',
    born: 'date',
    seen: 'timestamptz',
    key: 'uuid',
  })) {
    const { histogram } = column(redacted, name)
    expect(histogram, name).not.toBeNull()
    const { rows } = await zoo.client.query(
      `select v = array(select unnest(v) order by 1) as sorted, array_length(v, 1) as length
      from (select $1::${type}[] as v) as x`,
      [histogram],
    )
    expect(rows, name).toEqual([{ sorted: true, length: parseArrayText(column(source, name).histogram ?? '').length }])
  }
  expect(column(redacted, 'code').commonFrequencies).toEqual(column(source, 'code').commonFrequencies)
  expect(column(redacted, 'tags').commonElements).not.toBeNull()
})

test('columns of one type share their stand-ins', () => {
  const { commonValues } = column(redacted, 'quoted')
  expect(parseArrayText(column(redacted, 'name').commonValues ?? '')[0]).toBe(parseArrayText(commonValues ?? '')[0])
})

test('stand-ins fit the type, labels of enums and booleans stay, what has no order goes and is told', () => {
  expect(parseArrayText(column(redacted, 'code').commonValues ?? '').every((value) => value.length <= 2)).toBe(true)
  expect(column(redacted, 'mood').commonValues).toBe(column(source, 'mood').commonValues)
  expect(column(redacted, 'ok').commonValues).toBe(column(source, 'ok').commonValues)
  for (const name of ['initial', 'doc', 'address', 'span']) {
    expect(column(redacted, name)).toMatchObject({ commonValues: null, commonFrequencies: null, histogram: null })
    expect(redacted.gaps).toContainEqual(expect.objectContaining({ object: `"S 1"."t"."${name}"` }))
  }
  expect(column(redacted, 'span').rangeBoundsHistogram).toBeNull()
})

test('a redacted snapshot is a snapshot', () => {
  expect(readSnapshot(JSON.stringify(redacted))).toEqual(redacted)
})

test('array text is read and written as PostgreSQL does', async () => {
  const values = ['', 'a b', 'NULL', '"', '\\\\', '{,}', 'ü\\n']
  const { rows } = await zoo.client.query('select $1::text[]::text as text', [values])
  expect(parseArrayText(rows[0].text)).toEqual(values)
  const { rows: back } = await zoo.client.query('select $1::text[] as values', [formatArrayText(values)])
  expect(back[0].values).toEqual(values)
})
