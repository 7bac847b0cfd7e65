import { holds, tryParse } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { type PolicyRow, policyObject, policyRow, policySql, tableOf } from '../../../facts/policies/policy-row.ts'

/** Keys of a token, and columns of its table, that the user it was given to can edit. */
const editable = new Set(['user_metadata', 'raw_user_meta_data'])

function trusts({ using, check }: PolicyRow): boolean {
  return holds(tryParse(`select ${using ?? 'true'}, ${check ?? 'true'}`), (node) => {
    const { sval } = node as { sval?: unknown }
    return typeof sval === 'string' && editable.has(sval)
  })
}

export const check = sqlCheck({
  id: 'policy-references-user-metadata',
  title: 'Policy that believes what the user says of himself',
  category: 'security',
  severity: 'error',
  reads: 'catalog',
  row: policyRow,
  sql: () => policySql,
  detect: (rows) =>
    rows.filter(trusts).map((row) => ({
      object: policyObject(row),
      objectType: 'policy',
      message: `The policy ${row.policy} of ${tableOf(row)} reads user_metadata, which users edit themselves: whoever changes his own passes.`,
      evidence: { table: tableOf(row), command: row.command, roles: row.roles },
      help: 'Read what only the server writes: app_metadata, or a table of memberships.',
    })),
})
