import { z } from 'zod'
import { readableIdentifier } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'

const row = z.object({ name: z.string(), on_error: z.boolean(), slot: z.boolean() })

export const check = sqlCheck({
  id: 'subscription-disabled',
  title: 'Subscription that receives nothing',
  category: 'replication',
  severity: 'warning',
  reads: 'server',
  row,
  // subdisableonerr came with PostgreSQL 15. The connection string is not for everybody's eyes.
  sql: ({ major }) => `
    select s.subname::text as name, ${major >= 15 ? 's.subdisableonerr' : 'false'} as on_error,
      s.subslotname is not null as slot
    from pg_catalog.pg_subscription s
    where not s.subenabled
      and s.subdbid = (select d.oid from pg_catalog.pg_database d where d.datname = pg_catalog.current_database())
    order by 1`,
  detect: (rows) =>
    rows.map(({ name, on_error, slot }) => {
      const subscription = readableIdentifier(name)
      return {
        object: subscription,
        objectType: 'subscription',
        message: `The subscription ${subscription} is disabled${on_error ? ', maybe by itself after an error' : ''}: its tables stay as they are${slot ? ', and the publisher keeps all log for it' : ''}.`,
        evidence: { disablesOnError: on_error, slot },
        help: `Put the error right and enable ${subscription}, or drop it.`,
      }
    }),
})
