import { z } from 'zod'
import { formatCount, formatShare } from '../../model/index.ts'
import { readableIdentifier } from '../../sql/index.ts'
import { type SqlCheck, sqlCheck } from '../check.ts'

/** Ids that PostgreSQL counts in a circle. */
export interface CountedIds {
  readonly id: string
  readonly title: string
  /** One of them: `transaction id`. */
  readonly one: string
  /** Expression over a `pg_database d`: how many of them ago its oldest was given. */
  readonly age: string
  /** From which age on autovacuum freezes. */
  readonly setting: string
  /** What PostgreSQL refuses at the end. */
  readonly refused: string
}

const row = z.object({ name: z.string(), age: z.number(), begins_at: z.number() })

/** PostgreSQL refuses new ones some millions before. */
const most = 2 ** 31
/** Autovacuum begins at its setting, and should long be done at half as much more. */
const lateFactor = 1.5
const warningAge = 500_000_000
const errorAge = 1_200_000_000

export function wraparoundCheck({ id, title, one, age: ageOf, setting, refused }: CountedIds): SqlCheck {
  return sqlCheck({
    id,
    title,
    category: 'vacuum',
    severity: 'warning',
    needs: { primary: true },
    reads: 'server',
    row,
    sql: () => `
      select d.datname as name, ${ageOf}::float8 as age, pg_catalog.current_setting('${setting}')::float8 as begins_at
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
            message: `The oldest ${one} of the database ${database} is ${formatCount(age)} old, ${formatShare(age / most)} of what there is: autovacuum should have frozen it from ${formatCount(begins_at)} on. At the end PostgreSQL refuses every ${refused}.`,
            evidence: { age, share: age / most, autovacuumBeginsAt: begins_at },
            help: 'Find out what holds the horizon (xmin-horizon-held) or keeps vacuum, then vacuum its oldest tables (table-freeze-age).',
          }
        }),
  })
}
