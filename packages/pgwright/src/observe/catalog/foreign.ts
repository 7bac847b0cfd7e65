import { type ForeignServer, foreignPlanOptions } from '../../model/index.ts'
import { quoteIdentifier } from '../../sql/index.ts'
import type { Reading } from './reading.ts'

/** That estimates are asked of the other server is told as a gap. */
const readOptions = [...foreignPlanOptions, 'use_remote_estimate']

/** Those of an array of options that plans depend on. */
function optionsOf(options: string): string {
  const list = readOptions.map((name) => `'${name}'`).join(', ')
  return `array(select o from unnest(${options}) as o where split_part(o, '=', 1) in (${list}) order by o)`
}

/** Select-list expression: the server and the options of the relation `pg_class c`; null where it is no foreign table. */
export const foreignTable = `(select json_build_object('server', fs.srvname, 'options', ${optionsOf('ft.ftoptions')})
         from pg_foreign_table ft join pg_foreign_server fs on fs.oid = ft.ftserver where ft.ftrelid = c.oid)`

export async function readForeignServers({ client, missed }: Reading): Promise<ForeignServer[]> {
  const { rows } = await client.query<ForeignServer>(
    `select s.srvname as name, w.fdwname as wrapper, ${optionsOf('s.srvoptions')} as options
     from pg_foreign_server s join pg_foreign_data_wrapper w on w.oid = s.srvfdw
     where exists (select from pg_foreign_table t where t.ftserver = s.oid)
     order by s.srvname`,
  )
  for (const { name, wrapper } of rows) {
    if (wrapper === 'postgres_fdw') continue
    missed({
      object: `server ${quoteIdentifier(name)}`,
      reason: `Its wrapper is ${wrapper}; a twin plans its tables as those of postgres_fdw.`,
      effect: 'Costs of reading its tables, and what it does by itself, differ on a twin.',
    })
  }
  const { rows: asking } = await client.query<{ object: string }>(
    `select format('server %I', srvname) as object from pg_foreign_server
     where 'use_remote_estimate=true' = any(srvoptions)
     union all
     select ftrelid::regclass::text from pg_foreign_table where 'use_remote_estimate=true' = any(ftoptions)
     order by 1`,
  )
  for (const { object } of asking) {
    missed({
      object,
      reason: 'Its plans ask the other server for estimates (use_remote_estimate), which a twin never does.',
      effect: 'Rows and costs of foreign scans rest on local statistics on a twin.',
    })
  }
  return rows
}
