import { formatCount } from '../../../../model/index.ts'
import { callsForRows, readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { policyObject, policyRow, policySql, tableOf } from '../../../facts/policies/policy-row.ts'

export const check = sqlCheck({
  id: 'policy-volatile-function',
  title: 'Policy whose function is volatile',
  category: 'security',
  severity: 'warning',
  reads: 'catalog',
  row: policyRow,
  sql: () => policySql,
  detect: (rows) =>
    rows.flatMap((row) => {
      const own = row.functions.filter(({ schema, volatility }) => volatility === 'v' && schema !== 'pg_catalog')
      const isVolatile = (name: string) => own.some((one) => one.name === name)
      const called = new Set(callsForRows(row.using ?? 'true', isVolatile).flatMap(({ names }) => names))
      const functions = own
        .filter(({ name }) => called.has(name))
        .map(({ schema, name }) => readableQualified(schema, name))
      if (functions.length === 0) return []
      return {
        object: policyObject(row),
        objectType: 'policy',
        message: `The policy ${row.policy} of ${tableOf(row)} calls ${functions.join(', ')}, which is VOLATILE: no index can be asked for what it returns, and it runs for each of about ${formatCount(row.rows)} rows (an estimate).`,
        evidence: { table: tableOf(row), functions, rows: row.rows },
        help: 'Declare the function STABLE if it changes nothing, which is not the default, and call it in a sub-select.',
      }
    }),
})
