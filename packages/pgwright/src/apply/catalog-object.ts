import type { Client } from 'pg'
import { type DatabaseObject, PgwrightError } from '../model/index.ts'
import { sqlState } from '../postgres/index.ts'
import { objectName } from '../sql/index.ts'
import { findJournal } from './journal.ts'

/** Undefined object, table, column, function, schema: what is asked for is not there. */
const missing = new Set(['42704', '42P01', '42703', '42883', '3F000'])

/**
 * How PostgreSQL writes an object down, with nothing but `pg_catalog` in the search path; null where it is not there. A constraint
 * stays the same when it is validated.
 *
 * @throws PgwrightError `usage` where something of another kind has its name
 */
export async function definitionOfObject(client: Client, object: DatabaseObject): Promise<string | null> {
  try {
    const { rows } = await client.query<{ definition: string }>(
      `select case a.classid
           when 'pg_catalog.pg_constraint'::regclass
             then pg_catalog.regexp_replace(pg_catalog.pg_get_constraintdef(a.objid), ' NOT VALID$', '')
           when 'pg_catalog.pg_proc'::regclass then pg_catalog.pg_get_functiondef(a.objid)
           when 'pg_catalog.pg_trigger'::regclass then pg_catalog.pg_get_triggerdef(a.objid)
           when 'pg_catalog.pg_statistic_ext'::regclass then pg_catalog.pg_get_statisticsobjdef(a.objid)
           when 'pg_catalog.pg_policy'::regclass then (
             select pg_catalog.format('%s %s %s %s %s', p.polcmd, p.polpermissive, p.polroles::regrole[],
               pg_catalog.pg_get_expr(p.polqual, p.polrelid), pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid))
             from pg_catalog.pg_policy p where p.oid = a.objid)
           when 'pg_catalog.pg_extension'::regclass then (select extname from pg_catalog.pg_extension e where e.oid = a.objid)
           else coalesce(
             (select pg_catalog.format('%s %s', pg_catalog.format_type(c.atttypid, c.atttypmod),
                pg_catalog.pg_get_expr(d.adbin, d.adrelid))
              from pg_catalog.pg_attribute c
              left join pg_catalog.pg_attrdef d on d.adrelid = c.attrelid and d.adnum = c.attnum
              where c.attrelid = a.objid and c.attnum = a.objsubid),
             pg_catalog.pg_get_viewdef(a.objid))
         end as definition
       from pg_catalog.pg_get_object_address($1, $2, '{}') as a`,
      [object.type, object.names],
    )
    return rows[0]?.definition ?? null
  } catch (error) {
    if (missing.has(sqlState(error) ?? '')) return null
    // Wrong object type: a table, say, where a view was asked for.
    if (sqlState(error) === '42809') throw nameTaken(object, error)
    throw error
  }
}

export function nameTaken(object: DatabaseObject, cause?: unknown): PgwrightError {
  const name = objectName(object)
  return new PgwrightError(
    'usage',
    `There is something else already where ${name} is to be made, and no run of pgwright made it.`,
    'Rename or drop that one, or take the change out of the plan.',
    { cause },
  )
}

/**
 * Whether a run has made an object by this statement, and has not taken it back: then it is there by our own work. An
 * extension that is there already will do, whoever made it.
 */
export async function isOurs(client: Client, { type }: DatabaseObject, sql: string): Promise<boolean> {
  return type === 'extension' || (await wasMadeByRun(client, sql))
}

/** Whether a run has begun to make something by this statement, and has not taken it back. */
export async function wasMadeByRun(client: Client, sql: string): Promise<boolean> {
  if (!(await findJournal(client)).tables) return false
  const { rows } = await client.query(
    `select from pgwright.run_step
     where step ->> 'sql' = $1 and started_at is not null and state <> 'rolled-back' limit 1`,
    [sql],
  )
  return rows.length > 0
}
