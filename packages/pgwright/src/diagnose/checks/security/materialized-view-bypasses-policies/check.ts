import { readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { bypassingView, bypassingViewsSql } from '../../../facts/policies/bypassing-views.ts'

export const check = sqlCheck({
  id: 'materialized-view-bypasses-policies',
  title: 'Materialized view that keeps rows past the policies of their tables',
  category: 'security',
  severity: 'warning',
  reads: 'server', // what it shows to whom depends on grants
  row: bypassingView,
  sql: ({ major }) => bypassingViewsSql('m', major),
  detect: (rows) =>
    rows.map(({ schema, name, owner, tables }) => {
      const view = readableQualified(schema, name)
      return {
        object: view,
        objectType: 'materialized view',
        message: `The materialized view ${view} keeps what ${owner} saw of ${tables.join(', ')}, past their policies, and can have none of its own: whoever may read it sees the rows of all.`,
        evidence: { tables, owner },
        help: 'Revoke the rights on it, and let roles read a view over it that holds the condition of the policies.',
      }
    }),
})
