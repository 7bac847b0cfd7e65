/** The quoted, qualified name of the function `oid`; null for 0. */
function procedure(oid: string): string {
  return `(select format('%I.%I', fn.nspname, f.proname) from pg_proc f join pg_namespace fn on fn.oid = f.pronamespace
    where f.oid = ${oid} and f.oid <> 0)`
}

/** Each part of the definition where there is one, and what it is null without. */
const parts: readonly (readonly [title: string, value: string])[] = [
  ['sfunc', procedure('g.aggtransfn')],
  ['stype', 'format_type(g.aggtranstype, null)'],
  ['sspace', 'nullif(g.aggtransspace, 0)::text'],
  ['finalfunc', procedure('g.aggfinalfn')],
  ['finalfunc_extra', `case when g.aggfinalextra then 'true' end`],
  ['finalfunc_modify', modify('g.aggfinalfn', 'g.aggfinalmodify')],
  ['combinefunc', procedure('g.aggcombinefn')],
  ['serialfunc', procedure('g.aggserialfn')],
  ['deserialfunc', procedure('g.aggdeserialfn')],
  ['initcond', 'quote_literal(g.agginitval)'],
  ['msfunc', procedure('g.aggmtransfn')],
  ['minvfunc', procedure('g.aggminvtransfn')],
  ['mstype', `case when g.aggmtranstype <> 0 then format_type(g.aggmtranstype, null) end`],
  ['msspace', 'nullif(g.aggmtransspace, 0)::text'],
  ['mfinalfunc', procedure('g.aggmfinalfn')],
  ['mfinalfunc_extra', `case when g.aggmfinalextra then 'true' end`],
  ['mfinalfunc_modify', modify('g.aggmfinalfn', 'g.aggmfinalmodify')],
  ['minitcond', 'quote_literal(g.aggminitval)'],
  [
    'sortop',
    `(select format('operator(%I.%s)', wn.nspname, w.oprname) from pg_operator w
      join pg_namespace wn on wn.oid = w.oprnamespace where w.oid = g.aggsortop)`,
  ],
  ['parallel', `case p.proparallel when 's' then 'safe' when 'r' then 'restricted' end`],
  ['hypothetical', `case when g.aggkind = 'h' then 'true' end`],
]

function modify(finalFunction: string, flag: string): string {
  return `case when ${finalFunction} <> 0 then case ${flag} when 'r' then 'read_only' when 's' then 'shareable'
    else 'read_write' end end`
}

/** `CREATE AGGREGATE` of the aggregate `pg_proc p`, for which the server has no function. An aggregate of no argument is of `*`. */
export const aggregateDefinition = `select format('create aggregate %I.%I(%s) (%s)', n.nspname, p.proname,
      coalesce(nullif(pg_get_function_arguments(p.oid), ''), '*'),
      concat_ws(', ', ${parts.map(([title, value]) => `'${title} = ' || ${value}`).join(',\n        ')}))
    from pg_aggregate g where g.aggfnoid = p.oid`
