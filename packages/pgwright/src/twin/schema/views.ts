import type { Relation, Snapshot, TableHook } from '../../model/index.ts'
import { quoteIdentifier, quoteQualified } from '../../sql/index.ts'
import { clauses, type Definition, defined } from './definition.ts'
import { columnOptions } from './tables.ts'

/** Views and materialized views, with the options that plans depend on: `security_barrier`, `security_invoker`. */
export function viewDefinitions({ relations }: Snapshot): Definition[] {
  return relations.filter(({ kind }) => kind === 'view' || kind === 'matview').map(view)
}

function view(relation: Relation): Definition {
  const { schema, name, kind, options, columns } = relation
  const on = quoteQualified(schema, name)
  const what = kind === 'view' ? 'view' : 'materialized view'
  const create = clauses(
    `create ${what} ${on}`,
    options.length === 0 ? '' : `with (${options.join(', ')})`,
    `as ${(relation.query ?? '').replace(/;\s*$/, '')}`,
    kind === 'view' ? '' : 'with no data',
  )
  // What an INSERT through the view takes where it gives no value.
  const defaults = columns.flatMap((column) =>
    column.default === null
      ? []
      : [`alter view ${on} alter column ${quoteIdentifier(column.name)} set default ${column.default}`],
  )
  return defined(what, schema, name, [create, ...defaults, ...columnOptions(relation)].join('; '))
}

/** Triggers and rules: whether a view can be written to, and into what, and whether a foreign table is written row by row. */
export function hookDefinitions({ triggers, rules }: Snapshot): Definition[] {
  return [...triggers.map((hook) => tableHook('trigger', hook)), ...rules.map((hook) => tableHook('rule', hook))]
}

const enabling = { O: '', D: 'disable', R: 'enable replica', A: 'enable always' } as const

function tableHook(kind: 'trigger' | 'rule', { schema, table, name, definition, enabled }: TableHook): Definition {
  const [on, quoted] = [quoteQualified(schema, table), quoteIdentifier(name)]
  const state = enabled === 'O' ? [] : [`alter table ${on} ${enabling[enabled]} ${kind} ${quoted}`]
  return { object: `${kind} ${quoted} on ${on}`, sql: [definition.replace(/;\s*$/, ''), ...state].join('; ') }
}
