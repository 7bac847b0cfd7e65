import { settingCasts } from '../../sql/index.ts'
import { writtenName } from '../facts/alterations.ts'
import type { Rule } from '../rule.ts'

/** A setting that a transaction has set for itself is `''` afterwards in the same session, and not null. */
export const policySettingCast: Rule = {
  id: 'policy-setting-cast',
  title: 'policy that fails where its setting is not given',
  severity: 'warning',
  detect({ tree, sql }) {
    if (tree === null || (!('CreatePolicyStmt' in tree) && !('AlterPolicyStmt' in tree))) return []
    const casts = settingCasts(sql)
    if (casts === null) return []
    const { table } = 'CreatePolicyStmt' in tree ? tree.CreatePolicyStmt : tree.AlterPolicyStmt
    return [
      {
        object: writtenName(table),
        objectType: 'table',
        message: `Once a transaction that set ${casts.settings.join(', ')} for itself has ended, the setting is an empty text, and the cast of it fails every query.`,
        help: "Put nullif(…, '') around the setting.",
        safer: { sql: [casts.sql], reason: 'Without the setting no row is seen, instead of an error.' },
      },
    ]
  },
}
