import { trigger, triggerFunction } from '@pgwright/system-frame'
import type { Step } from 'pgwright'

/** What a statement has done to the rows that a counter counts. */
export interface Counting {
  /** `clients`: its counters are kept by triggers of this table. */
  readonly table: string
  readonly counter: string
  /**
   * A query of what changed for each barber, given where the rows that came and those that went stand: it has a column
   * `barber_id`, and no row for a barber to whom nothing happened that counts.
   */
  changes(rows: { readonly came: string; readonly gone: string }): string
  /** Statements that bring the counter to date, given that query. */
  count(changes: string): readonly string[]
}

const verbs = {
  insert: { rows: 'new table as came_rows', came: 'came_rows', gone: null },
  update: { rows: 'old table as gone_rows new table as came_rows', came: 'came_rows', gone: 'gone_rows' },
  delete: { rows: 'old table as gone_rows', came: null, gone: 'gone_rows' },
} as const

/**
 * Functions and triggers that keep a counter exact, once for a statement and not for each row. PostgreSQL allows no list
 * of columns beside transition tables, so the function looks itself, and touches no user where nothing that counts has
 * changed.
 *
 * The users are locked in the order of their ids, so that two statements never wait for each other; what is read after
 * that, in a statement and so a snapshot of its own, is what all who had the lock before have committed. They run as
 * their owner: under a policy a counter would depend on who writes.
 */
export function countingSteps(counting: Counting): readonly Step[] {
  const { table, counter } = counting
  return Object.entries(verbs).flatMap(([verb, { rows, came, gone }]) => {
    const name = `${table}_${counter}_after_${verb}`
    const none = `(select * from public.${table} where false)`
    const changes = counting.changes({ came: came ?? none, gone: gone ?? none })
    return [
      triggerFunction(name, bodyOf(changes, counting.count(changes)), 'owner'),
      trigger(table, name, `after ${verb}`, `referencing ${rows} for each statement execute function public.${name}()`),
    ]
  })
}

function bodyOf(changes: string, statements: readonly string[]): string {
  return `begin
  perform from public.users
  where id in (select barber_id from (${changes}) as changed)
  order by id
  for no key update;
  if found then
    ${statements.map((statement) => `${statement};`).join('\n    ')}
  end if;
  return null;
end`
}
