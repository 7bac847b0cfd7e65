/** Select list of what `ANALYZE` found, from a row of `pg_stats` or `pg_stats_ext_exprs`; `s` is the alias. */
export function columnsOfView(s: string, ranges: boolean): string {
  return `${s}.null_frac as "nullFraction", ${s}.avg_width as "averageWidth", ${s}.n_distinct as distinct,
    ${s}.most_common_vals::text as "commonValues", ${s}.most_common_freqs as "commonFrequencies",
    ${s}.histogram_bounds::text as histogram, ${s}.correlation,
    ${s}.most_common_elems::text as "commonElements", ${s}.most_common_elem_freqs as "commonElementFrequencies",
    ${s}.elem_count_histogram as "elementCountHistogram",
    ${ranges ? `${s}.range_length_histogram::text` : 'null'} as "rangeLengthHistogram",
    ${ranges ? `${s}.range_empty_frac` : 'null::real'} as "rangeEmptyFraction",
    ${ranges ? `${s}.range_bounds_histogram::text` : 'null'} as "rangeBoundsHistogram"`
}

/** The same from a row of `pg_statistic` itself, which has ranges on every major. */
export function columnsOfCatalog(s: string): string {
  const slot = (kind: number, what: 'values' | 'numbers') =>
    `case ${kind} ${[1, 2, 3, 4, 5].map((place) => `when ${s}.stakind${place} then ${s}.sta${what}${place}`).join(' ')} end`
  return `${s}.stanullfrac as "nullFraction", ${s}.stawidth as "averageWidth",
    ${s}.stadistinct as distinct,
    (${slot(1, 'values')})::text as "commonValues", ${slot(1, 'numbers')} as "commonFrequencies",
    (${slot(2, 'values')})::text as histogram, (${slot(3, 'numbers')})[1] as correlation,
    (${slot(4, 'values')})::text as "commonElements", ${slot(4, 'numbers')} as "commonElementFrequencies",
    ${slot(5, 'numbers')} as "elementCountHistogram",
    (${slot(6, 'values')})::text as "rangeLengthHistogram", (${slot(6, 'numbers')})[1] as "rangeEmptyFraction",
    (${slot(7, 'values')})::text as "rangeBoundsHistogram"`
}
