import type { Step } from '../../model/index.ts'
import { quoteIdentifier, quoteLiteral, quoteQualified } from '../../sql/index.ts'
import { triggerFiresStep } from '../states/trigger-fires.ts'
import { type Conversion, converted, differ } from './conversion.ts'
import { functionName, type SyncOf, triggerName } from './own-names.ts'

interface Sides {
  /** Of the old type. */
  readonly old: string
  /** Of the new type. */
  readonly new: string
}

/** A value that can't be cast must not fail the application's statement: it leaves a null, and that ends the change. */
export function forthFunctionStep(change: Conversion, incoming: string): Step {
  const target = `new.${quoteIdentifier(incoming)}`
  const value = converted(change, change.using, `new.${quoteIdentifier(change.column)}`)
  return functionStep(
    change,
    'forth',
    `begin
  ${target} := ${value};
  return new;
exception when others then
  ${target} := null;
  return new;
end`,
  )
}

/**
 * After the swap. What the old type can't hold leaves a null in the old column, so that the application goes on, and the
 * way back finds it. An insert without names of columns writes to
 * their places, where nothing writes to the old column otherwise, and must not pass for another value. A value that was there before stays as it was as long as the new one does.
 */
export function backFunctionStep(change: Conversion, type: string, outgoing: string): Step {
  const sides = { old: `new.${quoteIdentifier(outgoing)}`, new: `new.${quoteIdentifier(change.column)}` }
  const message = `an insert that names no columns puts the value of ${change.column} where that column was before its type was changed`
  return functionStep(
    change,
    'back',
    `begin
  if tg_op = 'INSERT' and ${sides.old} is not null then
    if ${lost(change, type, sides)} then
      raise exception using errcode = 'data_exception', message = ${quoteLiteral(message)},
        hint = 'Name the columns in the insert.';
    end if;
  end if;
  if tg_op = 'UPDATE' then
    if not (${differ(sides.new, `old.${quoteIdentifier(change.column)}`)}) then
      return new;
    end if;
  end if;
  begin
    ${sides.old} := ${converted(change, change.back, sides.new)};
    if ${lost(change, type, sides)} then
      ${sides.old} := null;
    end if;
  exception when others then
    ${sides.old} := null;
  end;
  return new;
end`,
  )
}

/** While the old column is made ready to come back, nothing is taken that it can't hold. */
export function strictSteps(change: Conversion, type: string, outgoing: string): Step[] {
  const sides = { old: `new.${quoteIdentifier(outgoing)}`, new: `new.${quoteIdentifier(change.column)}` }
  const message = `the type of ${change.column} is being changed back, and the former type can not hold the value`
  const body = `begin
  if ${lost(change, type, sides)} then
    raise exception using errcode = 'data_exception', message = ${quoteLiteral(message)};
  end if;
  return new;
end`
  return [functionStep(change, 'strict', body), ...triggerSteps(change, 'strict')]
}

function lost(change: Conversion, type: string, sides: Sides): string {
  return differ(sides.new, `(${converted(change, change.using, sides.old)})::${type}`)
}

function functionStep(change: Conversion, sync: SyncOf, body: string): Step {
  const { schema, table, column } = change
  const name = functionName(sync, table, column)
  // Names of the row's columns, not of what plpgsql has itself, are meant in what the user wrote.
  const text = `\n#variable_conflict use_column\n${body}\n`
  const quoted = text.includes('$pgwright$') ? quoteLiteral(text) : `$pgwright$${text}$pgwright$`
  return {
    sql: `create function ${quoteQualified(schema, name)}() returns trigger language plpgsql set search_path = pg_catalog as ${quoted}`,
    ensure: { kind: 'object-present', type: 'function', names: [schema, name], definition: null },
    locks: [],
    transactional: true,
  }
}

export function triggerSteps(change: Conversion, sync: SyncOf): Step[] {
  const { schema, table, column } = change
  const relation = quoteQualified(schema, table)
  const name = triggerName(sync, column)
  return [
    {
      sql: triggerSql(change, sync)[0],
      ensure: { kind: 'object-present', type: 'trigger', names: [schema, table, name], definition: null },
      locks: [{ relation, mode: 'ShareRowExclusiveLock' }],
      transactional: true,
    },
    triggerFiresStep({ schema, table, trigger: name, on: 'always' }),
  ]
}

/** Fired for rows that a subscription writes, too, and for a fill that leaves other triggers alone. */
export function triggerSql({ schema, table, column }: Conversion, sync: SyncOf): [create: string, always: string] {
  const relation = quoteQualified(schema, table)
  const name = quoteIdentifier(triggerName(sync, column))
  const run = quoteQualified(schema, functionName(sync, table, column))
  return [
    `create trigger ${name} before insert or update on ${relation} for each row execute function ${run}()`,
    `alter table ${relation} enable always trigger ${name}`,
  ]
}
