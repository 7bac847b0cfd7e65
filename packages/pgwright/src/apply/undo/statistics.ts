import type { Client } from 'pg'
import type { DatabaseObject, Step } from '../../model/index.ts'
import { quoteQualified } from '../../sql/index.ts'
import { makingAgain } from './made-again.ts'
import { mayGiveTo } from './owner.ts'

interface Captured {
  readonly definition: string
  readonly rest: readonly string[]
  /** Quoted, qualified. */
  readonly table: string
}

/** What was gathered goes with them, and is gathered again. */
export async function undoStatisticsDrop(client: Client, object: DatabaseObject): Promise<Step[]> {
  const [schema = '', name = ''] = object.names
  const { rows } = await client.query<Captured>(statistics, [quoteQualified(schema, name), schema, name])
  return rows.flatMap(({ definition, rest, table }) => {
    const locks = [{ relation: table, mode: 'ShareUpdateExclusiveLock' }]
    const analyze: Step = { sql: `analyze ${table}`, ensure: { kind: 'always' }, locks, transactional: true }
    return [makingAgain(object, [definition, ...rest], definition, locks), analyze]
  })
}

// The default target is -1 before 17, and null since.
const statistics = `
  select pg_catalog.pg_get_statisticsobjdef(s.oid) as definition, pg_catalog.array_remove(array[
      case when s.stxowner::regrole::text <> pg_catalog.quote_ident(current_user)
        then pg_catalog.format('alter statistics %s owner to %s', $1::text, s.stxowner::regrole) end,
      case when s.stxstattarget >= 0
        then pg_catalog.format('alter statistics %s set statistics %s', $1::text, s.stxstattarget) end,
      pg_catalog.format('comment on statistics %s is ', $1::text)
        || pg_catalog.quote_literal(pg_catalog.obj_description(s.oid, 'pg_statistic_ext'))], null) as rest,
    pg_catalog.format('%I.%I', n.nspname, c.relname) as table
  from pg_catalog.pg_statistic_ext s
  join pg_catalog.pg_class c on c.oid = s.stxrelid
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where s.stxnamespace = pg_catalog.to_regnamespace(pg_catalog.quote_ident($2)) and s.stxname = $3
    and ${mayGiveTo('s.stxowner', 's.stxnamespace')}`
