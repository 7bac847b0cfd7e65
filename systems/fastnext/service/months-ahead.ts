import { months, partitionedSchema } from '@pgwright/system-frame'
import type { Connection } from 'pgwright'

const parent = `${partitionedSchema}.activity_logs`
const byDefault = `${partitionedSchema}.activity_logs_default`

/**
 * Makes the partitions of this month and of some months after it, where they are missing. Run daily by the owner, and by
 * any number of workers at once: an advisory lock lets the second one look only when the first has done. `if not
 * exists` alone does not: it looks before it waits, and then fails.
 *
 * A partition is made beside the table and attached, which locks the table against nobody who reads or writes;
 * `create table … partition of` locks out everyone.
 *
 * @returns the names of those that were made
 */
export async function makeMonthsAhead(owner: Connection, now: Date, ahead: number): Promise<readonly string[]> {
  const made: string[] = []
  for (const { suffix, from, before } of months({ from: firstOfMonth(now, 0), before: firstOfMonth(now, ahead + 1) })) {
    const name = `${parent}${suffix}`
    await owner.query('begin')
    try {
      // Attaching waits for whoever reads the default partition, and others queue behind it: not for long.
      await owner.query(`set local lock_timeout = '5s'; select pg_advisory_xact_lock(hashtext('${parent}'))`)
      const [there] = await owner.query<{ table: string | null }>('select to_regclass($1)::text as table', [name])
      if (there?.table === null) {
        for (const statement of partitionStatements(name, from, before)) await owner.query(statement)
        made.push(name)
      }
      await owner.query('commit')
    } catch (error) {
      await owner.query('rollback')
      throw error
    }
  }
  return made
}

/** Rows that came before their month had a partition lie in the default one, and would forbid it. */
function partitionStatements(name: string, from: string, before: string): readonly string[] {
  return [
    `create table ${name} (like ${parent} including all)`,
    `with gone as (
       delete from ${byDefault} where "timestamp" >= '${from}' and "timestamp" < '${before}' returning *
     )
     insert into ${name} select * from gone`,
    `alter table ${parent} attach partition ${name} for values from ('${from}') to ('${before}')`,
  ]
}

/** In UTC, as the bounds are. */
function firstOfMonth(now: Date, later: number): string {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + later, 1)).toISOString().slice(0, 10)
}
