import type { DefinedFunction } from '../../model/index.ts'
import { quoteQualified } from '../../sql/index.ts'
import { aggregateDefinition } from './aggregates.ts'
import type { Reading } from './reading.ts'
import { inUserSchema, ofNoExtension } from './scope.ts'
import { readUnlocked } from './unlocked.ts'

interface ListedFunction {
  readonly oid: number
  readonly schema: string
  readonly name: string
}

/**
 * Functions, procedures and aggregates, in the order of their creation. A range type's own come back with the type
 * (deptype i).
 */
export async function readFunctions(reading: Reading): Promise<DefinedFunction[]> {
  const { rows: listed } = await reading.client.query<ListedFunction>(
    `select p.oid, n.nspname as schema, p.proname as name
     from pg_proc p
     join pg_namespace n on n.oid = p.pronamespace
     where ${inUserSchema} and ${ofNoExtension('pg_proc', 'p.oid')}
       and not exists (select from pg_depend i
         where i.classid = 'pg_proc'::regclass and i.objid = p.oid and i.deptype = 'i')
     order by p.oid`,
  )
  const oids = listed.map(({ oid }) => oid)
  const { rows, locked } = await readUnlocked<DefinedFunction>(reading.client, functionSql, oids)
  for (const { schema, name } of listed.filter(({ oid }) => locked.includes(oid))) {
    reading.missed({
      object: `function ${quoteQualified(schema, name)}`,
      reason:
        'Another session holds an exclusive lock on a relation that its body names, or has changed one meanwhile.',
      effect: 'It is left out; what calls it is not judged.',
    })
  }
  return rows
}

// A function that was dropped since it was listed has no definition.
const functionSql = `select n.nspname as schema, p.proname as name, definition.text as definition,
    case p.prokind when 'f' then 'function' when 'p' then 'procedure' when 'w' then 'window' else 'aggregate' end as kind,
    l.lanname as language, pg_get_function_arguments(p.oid) as arguments,
    pg_get_function_identity_arguments(p.oid) as identity,
    (select coalesce(json_agg(json_build_object('schema', tn.nspname, 'name', t.typname) order by a.position), '[]')
     from unnest(p.proargtypes::oid[]) with ordinality as a (type, position)
     join pg_type t on t.oid = a.type join pg_namespace tn on tn.oid = t.typnamespace) as "argumentTypes",
    json_build_object('schema', rn.nspname, 'name', r.typname) as "returnType",
    pg_get_function_result(p.oid) as result, p.procost as cost, p.prorows as rows,
    p.provolatile as volatility, p.proparallel as parallel, p.proisstrict as strict, p.proleakproof as leakproof,
    case when s.oid is not null then json_build_object('schema', sn.nspname, 'name', s.proname) end as support
  from pg_proc p
  join pg_namespace n on n.oid = p.pronamespace
  join pg_language l on l.oid = p.prolang
  join pg_type r on r.oid = p.prorettype
  join pg_namespace rn on rn.oid = r.typnamespace
  left join pg_proc s on s.oid = p.prosupport and p.prosupport <> 0
  left join pg_namespace sn on sn.oid = s.pronamespace
  cross join lateral (select case when p.prokind = 'a' then (${aggregateDefinition})
    else pg_get_functiondef(p.oid) end as text) as definition
  where p.oid = any($1) and definition.text is not null
  order by p.oid`
