import { formatCount } from '../../../../model/index.ts'
import { sqlCheck } from '../../../check.ts'
import { createIndex } from '../../../facts/changes.ts'
import { policyObject, policyRow, policySql, standsAlone, tableOf } from '../../../facts/policies/policy-row.ts'
import { sessionKeys } from '../../../facts/policies/session-keys.ts'
import { textColumns } from '../../../facts/policies/text-columns.ts'

/** Below this many rows a scan of the table is as quick as an index. */
const fewRows = 1000

/** What an entry of a B-tree takes, about, on a number or a uuid. */
const entryBytes = 24

function freeName(base: string, taken: readonly string[]): string {
  const names = ['', ...taken.map((_, i) => `${i + 1}`)].map((suffix) => `${base}_idx${suffix}`)
  return names.find((name) => !taken.includes(name)) ?? `${base}_key_idx`
}

export const check = sqlCheck({
  id: 'policy-without-index',
  title: 'Policy whose column has no index',
  category: 'security',
  severity: 'warning',
  reads: 'catalog',
  row: policyRow,
  // With other permissive policies beside it the condition is an arm of an OR, where one index would not do.
  sql: () => policySql,
  detect: (rows) => {
    const found = rows.flatMap((row) => {
      const keys = sessionKeys(row.using, textColumns(row)).filter(({ bare }) => bare)
      const [first] = keys
      if (first === undefined || !standsAlone(row, rows) || keys.some(({ column }) => row.indexed.includes(column)))
        return []
      const on = { schema: row.schema, name: row.table }
      const message = `The policy ${row.policy} of ${tableOf(row)} compares ${first.column} for every statement, and no index begins with it: each statement that brings no better condition reads all ${formatCount(row.rows)} rows (an estimate).`
      const name = freeName(`${row.table}_${first.column}`.slice(0, 48), row.indexes)
      const change = createIndex(on, name, [first.column], Math.ceil(row.rows * entryBytes), message)
      return {
        object: policyObject(row),
        objectType: 'policy',
        severity: row.rows < fewRows ? ('info' as const) : ('warning' as const),
        message,
        evidence: { table: tableOf(row), column: first.column, rows: row.rows },
        help: `Build an index that begins with ${first.column}; the columns by which statements filter and sort may follow it.`,
        ...(row.partitioned
          ? { fix: [change.sql.replace('index concurrently', 'index')] }
          : { fix: [change.sql], change }),
      }
    })
    // One table's policies for several commands ask for one index.
    return found.filter(
      ({ evidence }, i) =>
        found.findIndex((one) => one.evidence.table === evidence.table && one.evidence.column === evidence.column) ===
        i,
    )
  },
})
