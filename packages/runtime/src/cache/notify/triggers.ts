import pg from 'pg'
import { RuntimeError } from '../../error.ts'
import { checkTags } from '../tags.ts'
import { checkChannel, defaultChannel } from './payload.ts'

export interface TriggerOptions {
  /** Which tags to invalidate: `TAG`, and `TAG:KEY` for each row. The table's name */
  readonly tag?: string
  /** The column that tells rows apart; without it each change drops all of the table, as a TRUNCATE does. */
  readonly key?: string
  readonly channel?: string
  /** Where the function is made. `public` */
  readonly schema?: string
}

export interface TableName {
  readonly schema: string
  readonly table: string
}

/**
 * SQL for a migration: triggers by which each statement that changes the table tells its tags when its transaction
 * commits, whoever runs it. Made anew where they are there already. They don't fire for writes to a partition by its own
 * name, nor for what logical replication applies.
 *
 * @throws RuntimeError `usage`
 */
export function invalidationTriggers(table: TableName, options: TriggerOptions = {}): string {
  const { tag = table.table, key, channel = defaultChannel, schema = 'public' } = options
  const [name = ''] = checkTags([tag])
  if (name.includes(':')) throw new RuntimeError('usage', 'The tag of a table holds no colon.', 'Choose another tag.')
  checkChannel(channel)
  const run = `${identifier(schema)}.pgwright_cache_notify`
  const on = `${identifier(table.schema)}.${identifier(table.table)}`
  const parameters = [tag, channel, ...(key === undefined ? [] : [key])]
    .map((text) => pg.escapeLiteral(text))
    .join(', ')
  const changes = [
    ['insert', ' referencing new table as pgwright_new'],
    ['update', ' referencing old table as pgwright_old new table as pgwright_new'],
    ['delete', ' referencing old table as pgwright_old'],
    ['truncate', ''],
  ] as const
  const triggers = changes.map(
    ([event, referencing]) => `drop trigger if exists pgwright_cache_${event} on ${on};
create trigger pgwright_cache_${event} after ${event} on ${on}${referencing}
  for each statement execute function ${run}(${parameters});`,
  )
  return [notifyFunction(run), ...triggers, ''].join('\n')
}

/** The same removed; the function stays, as other tables may have it. */
export function dropInvalidationTriggers(table: TableName): string {
  const on = `${identifier(table.schema)}.${identifier(table.table)}`
  return ['insert', 'update', 'delete', 'truncate']
    .map((event) => `drop trigger if exists pgwright_cache_${event} on ${on};\n`)
    .join('')
}

function identifier(name: string): string {
  return pg.escapeIdentifier(name)
}

// A payload has at most 7,999 bytes: where the rows do not fit, all of the table goes. The transition tables are named
// in dynamic SQL, as not each event has both. A hundred and one keys are enough to see that they are too many.
function notifyFunction(name: string): string {
  return `create or replace function ${name}() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $pgwright$
declare
  source text := case tg_op
    when 'INSERT' then 'select %1$I::text as key from pgwright_new'
    when 'UPDATE' then 'select %1$I::text as key from pgwright_old union select %1$I::text from pgwright_new'
    when 'DELETE' then 'select %1$I::text as key from pgwright_old'
  end;
  payload text;
  changed bigint;
begin
  if tg_nargs > 2 and source is not null then
    execute format('select count(*), json_build_array($1)::jsonb'
      || ' || coalesce(jsonb_agg($1 || '':'' || key) filter (where key is not null), ''[]'')'
      || ' from (select distinct key from (' || source || ') as all_keys limit 101) as keys', tg_argv[2])
      into changed, payload using tg_argv[0];
  elsif source is not null then
    execute 'select count(*) from (select from ' || case tg_op when 'DELETE' then 'pgwright_old' else 'pgwright_new' end
      || ' limit 1) as rows' into changed;
  end if;
  if changed = 0 then return null; end if;
  if payload is null or changed > 100 or octet_length(payload) > 7900 then
    payload := json_build_array(tg_argv[0], tg_argv[0] || ':*')::text;
  end if;
  perform pg_notify(tg_argv[1], payload);
  return null;
end
$pgwright$;`
}
