import { formatCount } from '../../../../model/index.ts'
import { callsForRows, callsOnce } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import {
  alterPolicy,
  type PolicyRow,
  policyObject,
  policyRow,
  policySql,
  standsAlone,
  tableOf,
} from '../../../facts/policies/policy-row.ts'

/** Stable functions, which may be asked once; of several with one name all must be so, and return one value. */
function mayBeAskedOnce({ functions }: PolicyRow): (name: string) => boolean {
  return (name) => {
    const named = functions.filter((one) => one.name === name)
    const own = named.every(({ schema }) => schema !== 'pg_catalog') || name === 'current_setting'
    return named.length > 0 && own && named.every(({ volatility, set }) => volatility === 's' && !set)
  }
}

/** A setting is read in a fraction of a microsecond: where an index asks for it once, nothing is to be gained. */
const cheap = 'current_setting'

export const check = sqlCheck({
  id: 'policy-calls-per-row',
  title: 'Policy that calls a function for each row, and always gets the same',
  category: 'security',
  severity: 'warning',
  reads: 'catalog',
  row: policyRow,
  sql: () => policySql,
  detect: (rows) =>
    rows.flatMap((row) => {
      if (row.using === null) return []
      const isCall = mayBeAskedOnce(row)
      const alone = standsAlone(row, rows)
      const calls = callsForRows(row.using, isCall).filter(({ constant }) => !(constant && alone))
      const byIndex = ({ key }: { key: string | null }) => alone && key !== null && row.indexed.includes(key)
      const names = [...new Set(calls.flatMap((call) => call.names.filter((name) => name !== cheap || !byIndex(call))))]
      const once = callsOnce(row.using, isCall)
      if (names.length === 0 || once === null) return []
      const served = calls.every(byIndex)
      return {
        object: policyObject(row),
        objectType: 'policy',
        ...(served ? { severity: 'info' as const } : {}),
        message: `The policy ${row.policy} of ${tableOf(row)} calls ${names.join(', ')} for each row that a statement reads${served ? ' by other means than the index on its column' : ''}, of about ${formatCount(row.rows)} (an estimate), and it returns the same each time.`,
        evidence: { table: tableOf(row), functions: names, rows: row.rows, indexed: served },
        help: 'Put the call in a sub-select, (select f()): PostgreSQL then calls it once for a statement.',
        ...(served ? {} : { fix: [alterPolicy(row, { using: once })] }),
      }
    }),
})
