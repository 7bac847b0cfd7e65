import { type Plan, type Snapshot, type TableShape, tableShape } from '../model/index.ts'
import { quoteQualified } from '../sql/index.ts'

/**
 * In what the tables of a target differ from those that a plan was made for, a sentence each; what the plan itself does
 * to them is no difference, since a run can be gone on with. None where the plan does not say what it was made for.
 */
export function planDifferences(plan: Plan, target: Snapshot): string[] {
  const own = namesIn(plan)
  return (plan.tables ?? []).flatMap((was) => {
    const name = quoteQualified(was.schema, was.table)
    const is = tableShape(target, was.schema, was.table)
    if (is !== null && isSwapped(plan, is)) return []
    return is === null ? [`the table ${name} is gone`] : differences(was, is, own).map((what) => `${name}: ${what}`)
  })
}

/** Of columns, constraints and indexes that the steps make, change or drop. */
function namesIn({ changes }: Plan): ReadonlySet<string> {
  return new Set(
    changes.flatMap(({ steps }) =>
      steps.flatMap(({ ensure }) => {
        if ('names' in ensure) return ensure.names
        return ['index', 'column', 'constraint'].flatMap((key) => (ensure as Record<string, unknown>)[key] ?? [])
      }),
    ) as string[],
  )
}

/** The last that a change of type does: what hung on the old column has other names by then, and nothing is left to do. */
function isSwapped({ changes }: Plan, { schema, table, columns }: TableShape): boolean {
  const own = changes.filter((change) => change.schema === schema && change.table === table)
  const ends = own.map(({ steps }) => steps.at(-1)?.ensure)
  return (
    own.length > 0 &&
    ends.every((end) => end?.kind === 'columns-swapped' && end.outgoing in columns && !(end.incoming in columns))
  )
}

function differences(was: TableShape, is: TableShape, own: ReadonlySet<string>): string[] {
  return [
    ...changed('the column', was.columns, is.columns, own),
    ...changed('the index', was.indexes, is.indexes, own),
    ...changed('the constraint', was.constraints, is.constraints, own),
  ]
}

function changed(
  what: string,
  was: Readonly<Record<string, string>>,
  is: Readonly<Record<string, string>>,
  own: ReadonlySet<string>,
): string[] {
  const names = [...new Set([...Object.keys(was), ...Object.keys(is)])].filter((name) => !own.has(name))
  return names.flatMap((name) => {
    if (was[name] === is[name]) return []
    if (was[name] === undefined) return `${what} ${name} is new`
    if (is[name] === undefined) return `${what} ${name} is gone`
    return `${what} ${name} is another: ${is[name]}`
  })
}
