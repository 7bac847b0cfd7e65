import { z } from 'zod'
import { formatCount, formatDuration } from '../../../../model/index.ts'
import { sqlCheck } from '../../../check.ts'

const row = z.object({
  gid: z.string(),
  owner: z.string(),
  database: z.string(),
  held_s: z.number(),
  age: z.number(),
})

const longS = 3600
const veryLongS = 24 * 3600

export const check = sqlCheck({
  id: 'prepared-transaction-old',
  title: 'Prepared transaction that nobody ends',
  category: 'vacuum',
  severity: 'warning',
  needs: { primary: true },
  reads: 'server',
  row,
  sql: () => `
    select p.gid, p.owner::text as owner, p.database::text as database, pg_catalog.age(p.transaction)::float8 as age,
      extract(epoch from pg_catalog.clock_timestamp() - p.prepared)::float8 as held_s
    from pg_catalog.pg_prepared_xacts p
    order by 1`,
  detect: (rows) =>
    rows
      .filter(({ held_s }) => held_s >= longS)
      .map(({ gid, owner, database, held_s, age }) => ({
        object: gid,
        objectType: 'prepared transaction',
        severity: held_s >= veryLongS ? ('error' as const) : ('warning' as const),
        message: `The prepared transaction ${gid} of ${owner} in ${database} has been open for ${formatDuration(held_s * 1000)}: it keeps its locks, through restarts too, and no vacuum removes rows that died in the ${formatCount(age)} transactions since.`,
        evidence: { role: owner, database, heldSeconds: held_s, ageTransactions: age },
        help: 'Ask its coordinator whether it was decided, then COMMIT PREPARED or ROLLBACK PREPARED in that database.',
      })),
})
