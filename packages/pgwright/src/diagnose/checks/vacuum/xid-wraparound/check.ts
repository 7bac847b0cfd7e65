import { z } from 'zod'
import { formatCount, formatShare } from '../../../../model/index.ts'
import { readableIdentifier } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'

const row = z.object({ name: z.string(), age: z.number(), begins_at: z.number() })

/** PostgreSQL refuses new ones some millions before. */
const most = 2 ** 31
/** Autovacuum begins at its setting, and should long be done at half as much more. */
const lateFactor = 1.5
const warningAge = 500_000_000
const errorAge = 1_200_000_000

export const check = sqlCheck({
  id: 'xid-wraparound',
  title: 'Transaction ids that run out',
  category: 'vacuum',
  severity: 'warning',
  needs: { primary: true },
  reads: 'server',
  row,
  sql: () => `
    select d.datname as name, pg_catalog.age(d.datfrozenxid)::float8 as age,
      pg_catalog.current_setting('autovacuum_freeze_max_age')::float8 as begins_at
    from pg_catalog.pg_database d
    order by 1`,
  detect: (rows) =>
    rows
      .filter(({ age, begins_at }) => age >= errorAge || age >= Math.max(warningAge, lateFactor * begins_at))
      .map(({ name, age, begins_at }) => {
        const database = readableIdentifier(name)
        return {
          object: database,
          objectType: 'database',
          severity: age >= errorAge ? ('error' as const) : ('warning' as const),
          message: `The oldest transaction id of the database ${database} is ${formatCount(age)} old, ${formatShare(age / most)} of what there is: autovacuum should have frozen it from ${formatCount(begins_at)} on. At the end PostgreSQL refuses every statement that writes.`,
          evidence: { age, share: age / most, autovacuumBeginsAt: begins_at },
          help: 'Find out what holds the horizon (xmin-horizon-held) or keeps vacuum, then vacuum its oldest tables (table-freeze-age).',
        }
      }),
})
