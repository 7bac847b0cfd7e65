import { PgwrightError } from '../../model/index.ts'
import { tryParse } from '../../sql/index.ts'

const rowSecurity = new Set([
  'AT_EnableRowSecurity',
  'AT_DisableRowSecurity',
  'AT_ForceRowSecurity',
  'AT_NoForceRowSecurity',
])

/**
 * Lets statements about policies through. Others could read or rewrite a table, and a twin's tables look full to the
 * planner alone.
 *
 * @throws PgwrightError `usage` for anything else
 */
export function requirePolicyDdl(sql: string): void {
  const statements = tryParse(sql)
  const fine = statements?.every((statement) => {
    if ('CreatePolicyStmt' in statement || 'AlterPolicyStmt' in statement) return true
    if ('DropStmt' in statement) return statement.DropStmt.removeType === 'OBJECT_POLICY'
    const commands = 'AlterTableStmt' in statement ? (statement.AlterTableStmt.cmds ?? []) : []
    const kinds = commands.map((node) => ('AlterTableCmd' in node ? (node.AlterTableCmd.subtype ?? '') : ''))
    return kinds.length > 0 && kinds.every((kind) => rowSecurity.has(kind))
  })
  if (fine === true && statements !== null && statements.length > 0) return
  throw new PgwrightError(
    'usage',
    'What is given as a policy is no statement about policies.',
    'Give CREATE, ALTER or DROP POLICY, or ALTER TABLE … ENABLE, DISABLE, FORCE or NO FORCE ROW LEVEL SECURITY.',
  )
}
