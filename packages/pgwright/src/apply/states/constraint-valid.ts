import type { Client } from 'pg'
import { PgwrightError, type State } from '../../model/index.ts'
import { sqlState } from '../../postgres/index.ts'
import { objectName, quoteQualified } from '../../sql/index.ts'
import { isTableCommand } from './alter-table.ts'
import type { StateKind } from './state-kind.ts'

type ConstraintValid = Extract<State, { kind: 'constraint-valid' }>

/** Not null, foreign key, check. */
const violations = new Set(['23502', '23503', '23514'])

/**
 * It reads every row under SHARE UPDATE EXCLUSIVE, and of a foreign key ROW SHARE on the other table. There is nothing to
 * take back: what takes the constraint away takes this away.
 */
export const constraintValid: StateKind<ConstraintValid> = {
  describe: (wanted) => objectName(objectOf(wanted)),
  isDoneBy: (statement, wanted) => isTableCommand(statement, wanted, 'AT_ValidateConstraint', wanted.constraint),
  relation: ({ schema, table }) => ({ schema, name: table, kinds: 'rp' }),
  needs: objectOf,
  holds: async (client, wanted) => (await find(client, wanted))?.valid === true,
  undo: async () => [],
  inNobodysWay: true,
  async explain(client, wanted, error) {
    if (!violations.has(sqlState(error) ?? '')) return error
    const found = await find(client, wanted)
    return new PgwrightError(
      'server',
      `Rows of ${quoteQualified(wanted.schema, wanted.table)} break the constraint ${wanted.constraint}.`,
      found?.rows == null
        ? 'Put them right, and apply the plan again.'
        : `Find them with: ${found.rows}; put them right, and apply the plan again.`,
      { cause: error },
    )
  },
}

function objectOf({ schema, table, constraint }: ConstraintValid) {
  return { type: 'table constraint' as const, names: [schema, table, constraint] }
}

interface Found {
  readonly valid: boolean
  /** A query for the rows that break it, of a check or a foreign key. */
  readonly rows: string | null
}

/** A foreign key with a null in one of its columns holds, unless it is MATCH FULL, which the query does not look for. */
async function find(client: Client, { schema, table, constraint }: ConstraintValid): Promise<Found | undefined> {
  const { rows } = await client.query<Found>(
    `select k.convalidated as valid, case k.contype
         when 'c' then pg_catalog.format('select * from %s where not (%s)', k.conrelid::regclass,
           pg_catalog.pg_get_expr(k.conbin, k.conrelid))
         when 'f' then (
           select pg_catalog.format('select r.* from %s r where %s and not exists (select from %s o where %s)',
             k.conrelid::regclass, pg_catalog.string_agg(pg_catalog.format('r.%I is not null', a.attname), ' and ' order by c.n),
             k.confrelid::regclass, pg_catalog.string_agg(pg_catalog.format('o.%I = r.%I', f.attname, a.attname), ' and ' order by c.n))
           from unnest(k.conkey, k.confkey) with ordinality as c (own, other, n)
           join pg_catalog.pg_attribute a on a.attrelid = k.conrelid and a.attnum = c.own
           join pg_catalog.pg_attribute f on f.attrelid = k.confrelid and f.attnum = c.other)
       end as rows
     from pg_catalog.pg_constraint k
     where k.conrelid = pg_catalog.to_regclass($1) and k.conname = $2`,
    [quoteQualified(schema, table), constraint],
  )
  return rows[0]
}
