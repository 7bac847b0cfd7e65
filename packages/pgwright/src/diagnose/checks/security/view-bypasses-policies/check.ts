import { readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { bypassingView, bypassingViewsSql } from '../../../facts/policies/bypassing-views.ts'

export const check = sqlCheck({
  id: 'view-bypasses-policies',
  title: 'View that shows rows past the policies of its tables',
  category: 'security',
  severity: 'warning',
  reads: 'server', // what a view shows to whom depends on grants
  row: bypassingView,
  sql: ({ major }) => bypassingViewsSql('v', major),
  detect: (rows, { major }) =>
    rows.map(({ schema, name, owner, tables }) => {
      const view = readableQualified(schema, name)
      return {
        object: view,
        objectType: 'view',
        message: `The view ${view} reads ${tables.join(', ')} by the rights of ${owner}, whom their policies do not hold for: whoever may read the view sees the rows of all.`,
        evidence: { tables, owner },
        help:
          major >= 15
            ? 'Let the view ask by the rights of its reader (security_invoker), who then needs rights on the tables.'
            : 'Give the view to a role that the policies hold for, or write their condition into it.',
        ...(major >= 15 ? { fix: [`alter view ${view} set (security_invoker = true)`] } : {}),
      }
    }),
})
