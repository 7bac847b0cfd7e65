import { formatCount } from '../../../../model/index.ts'
import { sqlCheck } from '../../../check.ts'
import { policyObject, policyRow, policySql, standsAlone, tableOf } from '../../../facts/policies/policy-row.ts'
import { sessionKeys } from '../../../facts/policies/session-keys.ts'
import { textColumns } from '../../../facts/policies/text-columns.ts'

export const check = sqlCheck({
  id: 'policy-casts-column',
  title: 'Policy that no index on its column can serve',
  category: 'security',
  severity: 'warning',
  reads: 'catalog',
  row: policyRow,
  sql: () => policySql,
  detect: (rows) =>
    rows.flatMap((row) => {
      const keys = sessionKeys(row.using, textColumns(row))
      const [hidden] = keys.filter(({ bare }) => !bare)
      const served = keys.some(({ bare }) => bare)
      // An index on the expression would serve; which one it has to be is not judged here.
      if (hidden === undefined || served || row.expressions.some((one) => one.includes(hidden.column))) return []
      if (!standsAlone(row, rows)) return []
      const how = hidden.cast === null ? 'calls a function on' : `casts to ${hidden.cast}`
      return {
        object: policyObject(row),
        objectType: 'policy',
        message: `The policy ${row.policy} of ${tableOf(row)} ${how} the column ${hidden.column} before it compares it: no index on the column serves, and each statement reads all ${formatCount(row.rows)} rows (an estimate).`,
        evidence: { table: tableOf(row), column: hidden.column, rows: row.rows },
        help: `Convert what the session says to the type of ${hidden.column}, and leave the column as it is.`,
      }
    }),
})
