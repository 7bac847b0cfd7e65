import type { ExtendedData, StatisticsKey, ValueStatistics } from '../../model/index.ts'
import { maySelect } from './column-statistics.ts'
import { dependenciesOfBytes, dependenciesOfText, distinctOfText } from './extended-text.ts'
import type { Reading } from './reading.ts'
import { columnsOfCatalog, columnsOfView } from './statistic-columns.ts'

/**
 * What `ANALYZE` found for extended statistics, by their oid. Empty for those that the role may not see: the values are
 * in a table for superusers and members of `pg_read_all_data`, and in a view for owners.
 */
export async function readExtendedData(
  reading: Reading,
  oids: readonly number[],
): Promise<Map<number, ExtendedData[]>> {
  if (oids.length === 0) return new Map()
  const sql = (await maySelect(reading, 'pg_statistic_ext_data')) ? fromCatalog(reading) : fromView(reading)
  const { rows } = await reading.client.query<DataRow>(sql, [oids])
  const data = new Map<number, ExtendedData[]>()
  for (const row of rows) data.set(row.oid, [...(data.get(row.oid) ?? []), dataOf(row)])
  return data
}

interface DataRow {
  readonly oid: number
  readonly inherited: boolean
  /** Names of columns by their number. */
  readonly names: Readonly<Record<string, string>> | null
  readonly columns: readonly string[]
  readonly expressionCount: number
  readonly distinct: string | null
  readonly dependencies: string | null
  readonly dependencyBytes: Buffer | null
  readonly combinations: readonly (readonly (string | null)[])[] | null
  readonly frequencies: readonly number[] | null
  readonly baseFrequencies: readonly number[] | null
  readonly expressions: readonly (ValueStatistics & { readonly place: number })[] | null
}

function dataOf(row: DataRow): ExtendedData {
  const { inherited, distinct, dependencies, dependencyBytes, combinations, frequencies, baseFrequencies } = row
  const keyOf = (attribute: number): StatisticsKey =>
    attribute < 0 ? -attribute : (row.names?.[attribute] ?? -attribute)
  const numbers = Array.from({ length: row.expressionCount }, (_, index) => index + 1)
  const exact = dependencyBytes === null ? null : dependenciesOfBytes(dependencyBytes, keyOf)
  return {
    inherited,
    distinct: distinct === null ? null : distinctOfText(distinct, keyOf),
    dependencies: exact ?? (dependencies === null ? null : dependenciesOfText(dependencies, keyOf)),
    combinations:
      combinations === null
        ? null
        : {
            keys: [...row.columns, ...numbers],
            items: combinations.map((values, index) => ({
              values: [...values],
              frequency: frequencies?.[index] ?? 0,
              baseFrequency: baseFrequencies?.[index] ?? 0,
            })),
          },
    expressions: row.expressions === null ? null : numbers.map((number) => expressionAt(row.expressions, number)),
  }
}

function expressionAt(expressions: DataRow['expressions'], number: number): ValueStatistics | null {
  const found = expressions?.find(({ place }) => place === number)
  if (found === undefined || found.nullFraction === null) return null
  const { place: _, ...statistics } = found
  return statistics
}

const ofObject = `s.oid::int8::int as oid,
       (select json_object_agg(a.attnum, a.attname) from pg_attribute a
        where a.attrelid = s.stxrelid and a.attnum = any(s.stxkeys::int2[])) as names,
       array(select a.attname::text from unnest(s.stxkeys::int2[]) with ordinality as k (attribute, place)
         join pg_attribute a on a.attrelid = s.stxrelid and a.attnum = k.attribute order by k.place) as columns,
       coalesce(cardinality(pg_get_statisticsobjdef_expressions(s.oid)), 0) as "expressionCount"`

function fromCatalog({ has }: Reading): string {
  const inherited = has('pg_statistic_ext_data.stxdinherit') ? 'd.stxdinherit' : 'false'
  return `select ${ofObject}, ${inherited} as inherited, d.stxdndistinct::text as distinct, d.stxddependencies::text as dependencies,
       pg_dependencies_send(d.stxddependencies) as "dependencyBytes",
       m.combinations, m.frequencies, m.base_frequencies as "baseFrequencies",
       (select json_agg(row_to_json(x) order by x.place) from (
          select e.ordinality as place, ${columnsOfCatalog('e')} from unnest(d.stxdexpr) with ordinality as e) as x
       ) as expressions
     from pg_statistic_ext s
     join pg_statistic_ext_data d on d.stxoid = s.oid
     cross join lateral (
       select json_agg(to_json(i.values) order by i.index) as combinations,
         array_agg(i.frequency order by i.index) as frequencies,
         array_agg(i.base_frequency order by i.index) as base_frequencies
       from pg_mcv_list_items(d.stxdmcv) as i) as m
     where s.oid = any($1)
       and (d.stxdndistinct, d.stxddependencies, d.stxdmcv, d.stxdexpr) is distinct from (null, null, null, null)
     order by s.oid, inherited`
}

function fromView({ has }: Reading): string {
  const inherits = has('pg_stats_ext.inherited')
  const ranges = has('pg_stats_ext_exprs.range_bounds_histogram')
  return `select ${ofObject}, ${inherits ? 'v.inherited' : 'false as inherited'}, v.n_distinct::text as distinct,
       v.dependencies::text as dependencies, null::bytea as "dependencyBytes",
       to_json(v.most_common_vals) as combinations, v.most_common_freqs as frequencies,
       v.most_common_base_freqs as "baseFrequencies",
       (select json_agg(row_to_json(x) order by x.place) from (
          select array_position(pg_get_statisticsobjdef_expressions(s.oid), e.expr) as place, ${columnsOfView('e', ranges)}
          from pg_stats_ext_exprs e
          where e.statistics_schemaname = n.nspname and e.statistics_name = s.stxname
            ${inherits ? 'and e.inherited = v.inherited' : ''}) as x
       ) as expressions
     from pg_statistic_ext s
     join pg_namespace n on n.oid = s.stxnamespace
     join pg_stats_ext v on v.statistics_schemaname = n.nspname and v.statistics_name = s.stxname
     where s.oid = any($1)
     order by s.oid, inherited`
}
