import { conditionSettingCasts } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { alterPolicy, policyObject, policyRow, policySql, tableOf } from '../../../facts/policies/policy-row.ts'

export const check = sqlCheck({
  id: 'policy-setting-cast',
  title: 'Policy that fails where its setting is empty',
  category: 'security',
  severity: 'warning',
  reads: 'catalog',
  row: policyRow,
  sql: () => policySql,
  detect: (rows) =>
    rows.flatMap((row) => {
      const using = row.using === null ? null : conditionSettingCasts(row.using)
      const check = row.check === null ? null : conditionSettingCasts(row.check)
      const settings = [...new Set([...(using?.settings ?? []), ...(check?.settings ?? [])])]
      if (settings.length === 0) return []
      const clauses = {
        ...(using === null ? {} : { using: using.sql }),
        ...(check === null ? {} : { check: check.sql }),
      }
      return {
        object: policyObject(row),
        objectType: 'policy',
        message: `The policy ${row.policy} of ${tableOf(row)} casts ${settings.join(', ')} as it is: after the transaction that set it its value is '', and every statement on the table fails where it should see no rows.`,
        evidence: { table: tableOf(row), settings },
        help: "Cast nullif(current_setting(…, true), ''), which is null where nothing is set.",
        fix: [alterPolicy(row, clauses)],
      }
    }),
})
