import { rootOf, userRelation } from './scope.ts'

/** Condition on a `pg_index i`: replication, CLUSTER or a constraint, a foreign key to its columns among them, rests on it. Constraints are read once: no index of theirs is on `conindid`. */
export const neededIndex = `(i.indisreplident or i.indisclustered or i.indisexclusion
  or i.indexrelid in (select k.conindid from pg_catalog.pg_constraint k))`

/** Condition on a `pg_index i`: its first keys are the columns of a foreign key, in any order, whose rows it finds. */
export const servesForeignKey = `exists (
  select from pg_catalog.pg_constraint k
  where k.conrelid = i.indrelid and k.contype = 'f' and i.indnkeyatts >= cardinality(k.conkey)
    and (select array_agg(key order by key) from unnest((i.indkey::int2[])[0:cardinality(k.conkey) - 1]) key)
      = (select array_agg(key order by key) from unnest(k.conkey) key))`

/**
 * Expression: the keys of a `pg_index i`, each as a text that is the same for keys that sort alike: its column or
 * expression, with operator class, collation and direction.
 */
export const keysOf = `array(
  select pg_catalog.concat_ws(' ', case when u.key = 0 then pg_catalog.pg_get_indexdef(i.indexrelid, u.nth::int, false)
      else u.key::text end,
    (i.indclass::oid[])[u.nth - 1], (i.indcollation::oid[])[u.nth - 1], (i.indoption::int2[])[u.nth - 1])
  from unnest(i.indkey::int2[]) with ordinality u (key, nth) where u.nth <= i.indnkeyatts order by u.nth)`

/** CTE `sized (root, pages)`: indexes with those of partitions summed up at the topmost one. */
export const sizedIndexes = `sized as (
  select ${rootOf} as root, sum(c.relpages)::float8 as pages
  from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where c.relkind = 'i' and ${userRelation}
  group by 1)`

/** What stands after the select list of a statement with `sized z`: the index `i`, `c` with its method `m`, its table `t`. */
export const fromSizedIndexes = `
  from sized z
  join pg_catalog.pg_index i on i.indexrelid = z.root
  join pg_catalog.pg_class c on c.oid = z.root
  join pg_catalog.pg_am m on m.oid = c.relam
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  join pg_catalog.pg_class t on t.oid = i.indrelid
  join pg_catalog.pg_namespace tn on tn.oid = t.relnamespace`
