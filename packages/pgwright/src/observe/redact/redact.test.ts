import { expect, test } from 'vitest'
import type { ColumnStatistics, Snapshot } from '../../model/index.ts'
import { formatArrayText, parseArrayText } from '../../sql/index.ts'
import { readSnapshot } from '../snapshot-file.ts'
import { openZoo } from '../testing/zoo.ts'
import { redact } from './redact.ts'

const zoo = await openZoo(`
  create type "S 1"."Mood" as enum ('good', 'bad');
  create domain "S 1".amount as numeric(8, 2) check (value > -1000);
  create type "S 1".spans as range (subtype = date);
  create table "S 1".t (name text, code varchar(2), initial char(1), amount numeric(6, 2), born date, seen timestamptz,
    key uuid, tags text[], mood "S 1"."Mood", ok bool, doc jsonb, address inet, span int4range, quoted text,
    dear "S 1".amount, days "S 1".spans, whens tstzmultirange, lists int[], at time, mac macaddr, flags bit(12),
    bytes bytea, took interval, words tsvector, open daterange, small smallint, approx real, state text, level int,
    shape point, lower_name text collate "C");
  insert into "S 1".t
    select case i % 4 when 0 then 'Ann "Q" \\ {x}' else 'name ' || md5(i::text) end, 'c' || i % 7, chr(97 + i % 20), i / 7.0,
      date '1950-01-01' + i, '2024-01-01 00:00Z'::timestamptz + i * interval '1 min', md5(i::text)::uuid,
      array['secret', 'tag' || i % 9], (array['good', 'bad'])[1 + i % 2]::"S 1"."Mood", i % 3 = 0,
      jsonb_build_object('a', i % 4), ('10.0.' || i % 250 || '.' || i % 7)::inet, int4range(i, i + 3), 'Ann "Q" \\ {x}',
      i / 3.0, "S 1".spans(date '2001-01-01' + i, date '2001-01-09' + i),
      tstzmultirange(tstzrange('2024-01-01 00:00Z'::timestamptz + i * interval '1 min', null)), array[i % 5, i],
      time '00:00' + i * interval '7 s', ('08:00:2b:01:' || lpad(to_hex(i % 256), 2, '0') || ':03')::macaddr, (i % 4096)::bit(12),
      sha256(i::text::bytea), i * interval '3 min', to_tsvector('simple', 'secret word' || i % 50), daterange(null, date '2020-01-01' + i),
      i, i * 1.5, case when i % 3 = 0 then 'active' when i % 3 = 1 then 'blocked-' || i % 90 else 'zebra' end, i % 1000 - 500,
      point(i, i), case when i % 2 = 0 then 'Upper' else 'lower' end || i
    from generate_series(1, 3000) as i;
  create index on "S 1".t (born) where state = 'active' and level > 100;
  create index by_expression on "S 1".t (lower(name), (amount * 2), (born + 1));
  analyze`)
const source = await zoo.observe()
const redacted = redact(source)

function column(snapshot: Snapshot, name: string): ColumnStatistics {
  const found = snapshot.columnStatistics.find((statistics) => statistics.column === name)
  if (found === undefined) throw new Error(`${name} has no statistics`)
  return found
}

test('no value but those of the schema is left', () => {
  // Numbers stand for numbers, and some of them for each other.
  const kept = new Set(['mood', 'ok', 'amount', 'dear', 'approx', 'level', 'small', 'lists', 'span', 'took', 'flags'])
  const columns = source.columnStatistics.filter(({ table, column }) => table === 't' && !kept.has(column))
  for (const before of columns) {
    const values = [before.commonValues, before.histogram].flatMap((text) =>
      text === null ? [] : parseArrayText(text),
    )
    const after = column(redacted, before.column)
    for (const value of values.filter((value) => value.length > 4 && value !== 'active')) {
      expect(JSON.stringify([after.commonValues, after.histogram])).not.toContain(value)
    }
  }
  expect(JSON.stringify(redacted.columnStatistics)).not.toMatch(/secret|Ann|10\.0\.0\\.1/)
})

test('what takes the place of values fits the type and is in its order, and frequencies stay', async () => {
  for (const { name, type } of source.relations[0]?.columns ?? []) {
    if (type === 'point' || name === 'lists' || name === 'tags') continue
    const [before, after] = [column(source, name), column(redacted, name)]
    expect(after.commonFrequencies, name).toEqual(before.commonFrequencies)
    expect(after.histogram === null, name).toBe(before.histogram === null)
    expect(new Set(parseArrayText(after.commonValues ?? '{}')).size, name).toBe(before.commonFrequencies?.length ?? 0)
    const { rows } = await zoo.client.query(
      `select v = array(select unnest(v) order by 1) as sorted, cardinality(v) as length, cardinality($2::${type}[])
       from (select $1::${type}[] as v) as x`,
      [after.histogram ?? '{}', after.commonValues ?? '{}'],
    )
    expect(rows, name).toMatchObject([{ sorted: true, length: parseArrayText(before.histogram ?? '{}').length }])
  }
  for (const name of ['tags', 'lists', 'words']) {
    expect(column(redacted, name).commonElementFrequencies).toEqual(column(source, name).commonElementFrequencies)
    expect(column(redacted, name).commonElements).not.toBeNull()
  }
})

test('ranges keep histograms of their bounds and lengths', async () => {
  for (const [name, type] of [
    ['span', 'int4range'],
    ['days', '"S 1".spans'],
    ['open', 'daterange'],
    ['whens', 'tstzrange'],
  ] as const) {
    const { rangeBoundsHistogram, rangeLengthHistogram } = column(redacted, name)
    const { rows } = await zoo.client.query(
      `select array(select lower(r) from unnest($1::${type}[]) as r) = array(select lower(r) from unnest($1::${type}[]) as r order by 1) as low,
         $2::float8[] = array(select unnest($2::float8[]) order by 1) as lengths`,
      [rangeBoundsHistogram, rangeLengthHistogram],
    )
    expect(rows, name).toEqual([{ low: true, lengths: true }])
  }
})

test('values that the schema shows stay, and the others keep their order around them', () => {
  const values = parseArrayText(column(redacted, 'state').commonValues ?? '')
  expect(values).toContain('active')
  expect(values.join()).not.toMatch(/blocked|zebra/)
  const bounds = parseArrayText(column(redacted, 'level').histogram ?? '').map(Number)
  const above = (all: number[]) => all.filter((bound) => bound > 100).length
  expect(above(bounds)).toBe(above(parseArrayText(column(source, 'level').histogram ?? '').map(Number)))
})

test('expressions of indexes, whose type a snapshot does not have, are redacted by what their values look like', () => {
  const expressions = redacted.columnStatistics.filter(({ table }) => table === 'by_expression')
  expect(expressions.map(({ histogram }) => parseArrayText(histogram ?? '')[0])).toEqual([
    expect.stringMatching(/^(active)?\d+$/),
    expect.stringMatching(/^0+$/),
    expect.stringMatching(/^2000-01-\d\d$/),
  ])
})

test('columns of one type share their stand-ins', () => {
  const { commonValues } = column(redacted, 'quoted')
  expect(parseArrayText(column(redacted, 'name').commonValues ?? '')[0]).toBe(parseArrayText(commonValues ?? '')[0])
})

test('stand-ins fit the type, labels of enums and booleans stay, what is not known goes and is told', () => {
  expect(parseArrayText(column(redacted, 'code').commonValues ?? '').every((value) => value.length <= 2)).toBe(true)
  expect(column(redacted, 'mood').commonValues).toBe(column(source, 'mood').commonValues)
  expect(column(redacted, 'ok').commonValues).toBe(column(source, 'ok').commonValues)
  expect(column(redacted, 'shape')).toMatchObject({ commonValues: null, commonFrequencies: null, histogram: null })
  const dropped = redacted.gaps.filter(({ reason }) => reason.includes('stand-ins')).map(({ object }) => object)
  expect(dropped).toEqual(column(source, 'shape').commonValues === null ? [] : ['"S 1"."t"."shape"'])
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
