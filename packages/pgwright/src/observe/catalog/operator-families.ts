import type { OperatorFamily } from '../../model/index.ts'
import { quoteQualified } from '../../sql/index.ts'
import type { Reading } from './reading.ts'
import { inUserSchema, ofNoExtension } from './scope.ts'

/** The user's operator families with their classes. What was added to a family of the server's own is told. */
export async function readOperatorFamilies({ client, missed }: Reading): Promise<OperatorFamily[]> {
  const { rows } = await client.query<OperatorFamily>(
    `select n.nspname as schema, f.opfname as name, m.amname as method,
       (select coalesce(json_agg(json_build_object('schema', cn.nspname, 'name', c.opcname, 'type', ${type('c.opcintype')},
          'default', c.opcdefault, 'storage', ${type('c.opckeytype')}) order by c.oid), '[]')
        from pg_opclass c join pg_namespace cn on cn.oid = c.opcnamespace where c.opcfamily = f.oid) as classes,
       (select coalesce(json_agg(json_build_object('number', o.amopstrategy, 'operator', (${operator}),
          'left', ${type('o.amoplefttype')}, 'right', ${type('o.amoprighttype')}, 'sortFamily', (${sortFamily}))
          order by o.amopstrategy, o.oid), '[]')
        from pg_amop o where o.amopfamily = f.oid) as operators,
       (select coalesce(json_agg(json_build_object('number', p.amprocnum,
          'function', json_build_object('schema', pn.nspname, 'name', q.proname),
          'left', ${type('p.amproclefttype')}, 'right', ${type('p.amprocrighttype')},
          'argumentTypes', (select coalesce(json_agg(${type('a.type')} order by a.position), '[]')
            from unnest(q.proargtypes::oid[]) with ordinality as a (type, position))) order by p.amprocnum, p.oid), '[]')
        from pg_amproc p join pg_proc q on q.oid = p.amproc join pg_namespace pn on pn.oid = q.pronamespace
        where p.amprocfamily = f.oid) as functions
     from pg_opfamily f
     join pg_namespace n on n.oid = f.opfnamespace
     join pg_am m on m.oid = f.opfmethod
     where ${inUserSchema} and ${ofNoExtension('pg_opfamily', 'f.oid')}
     order by f.oid`,
  )
  const { rows: extended } = await client.query<{ schema: string; name: string }>(
    `select distinct n.nspname as schema, f.opfname as name
     from pg_amop o join pg_opfamily f on f.oid = o.amopfamily join pg_namespace n on n.oid = f.opfnamespace
     where o.oid >= 16384 and f.oid < 16384
       and not exists (select from pg_depend d join pg_depend x on x.classid = d.refclassid and x.objid = d.refobjid
         and x.deptype = 'e' where d.classid = 'pg_amop'::regclass and d.objid = o.oid)
     order by 1, 2`,
  )
  for (const { schema, name } of extended) {
    missed({
      object: `operator family ${quoteQualified(schema, name)}`,
      reason: 'Operators were added to it, which a snapshot does not carry.',
      effect: 'Indexes and joins that use them are planned without.',
    })
  }
  return rows
}

function type(oid: string): string {
  return `(select json_build_object('schema', tn.nspname, 'name', t.typname)
    from pg_type t join pg_namespace tn on tn.oid = t.typnamespace where t.oid = ${oid} and t.oid <> 0)`
}

const operator = `select json_build_object('schema', wn.nspname, 'name', w.oprname)
  from pg_operator w join pg_namespace wn on wn.oid = w.oprnamespace where w.oid = o.amopopr`

const sortFamily = `select json_build_object('schema', sn.nspname, 'name', s.opfname)
  from pg_opfamily s join pg_namespace sn on sn.oid = s.opfnamespace where s.oid = o.amopsortfamily and s.oid <> 0`
