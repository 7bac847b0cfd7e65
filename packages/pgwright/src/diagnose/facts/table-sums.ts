import { rootOf, userRelation } from './scope.ts'

/**
 * CTE `summed (root, parts, …)`: figures of tables and materialized views, summed up over the partitions of each topmost
 * table. A function of each relation is called, not a view of all: those of `pg_stat_*` call twenty for each.
 *
 * @param figures by name, an expression of a `pg_class c` each
 */
export function summed(figures: Readonly<Record<string, string>>): string {
  const sums = Object.entries(figures).map(([name, figure]) => `sum(${figure})::float8 as ${name}`)
  return `summed as (
    select ${rootOf} as root, count(*)::float8 as parts, ${sums.join(', ')}
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'm') and ${userRelation}
    group by 1)`
}

/** What stands after the select list of a statement with `summed s`: the topmost table `c` in its schema `n`. */
export const fromSummed = `
    from summed s
    join pg_catalog.pg_class c on c.oid = s.root
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace`
