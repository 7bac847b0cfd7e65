import type { Node } from '../../sql/index.ts'
import { type AlterTableCmd, withCommands } from '../facts/alterations.ts'
import type { Instead, RuleFinding } from '../rule.ts'

/**
 * What is to take a statement's place: of an `alter table`, each command that has a safer form in it, and the others as
 * they are; of another statement the first safer form. Null where there is none.
 */
export function composed(tree: Node | null, found: readonly RuleFinding[]): Instead | null {
  const whole = found.find(({ at, safer }) => at === undefined && safer !== undefined)?.safer
  if (tree === null || !('AlterTableStmt' in tree)) return whole ?? null
  const forms = new Map<number, Instead>()
  for (const { at, safer } of found) if (at !== undefined && safer !== undefined && !forms.has(at)) forms.set(at, safer)
  if (forms.size === 0) return whole ?? null
  const statement = tree.AlterTableStmt
  const commands = (statement.cmds ?? []).map((node, at) => ({ node, at }))
  const sql: string[] = []
  let kept: Node[] = []
  const keep = () => {
    if (kept.length > 0) sql.push(withCommands(statement, kept))
    kept = []
  }
  for (const { node, at } of commands.sort((a, b) => turn(a.node) - turn(b.node))) {
    const form = forms.get(at)
    if (form === undefined) kept.push(node)
    else {
      keep()
      sql.push(...form.sql)
    }
  }
  keep()
  return { sql, reason: [...new Set([...forms.values()].map(({ reason }) => reason))].join(' ') }
}

/**
 * In one statement PostgreSQL drops before it adds, and adds columns before their constraints, in whatever order they
 * are written.
 */
function turn(node: Node): number {
  const kind = 'AlterTableCmd' in node ? (node.AlterTableCmd.subtype ?? 'AT_AddColumn') : 'AT_AddColumn'
  return turns[kind] ?? 4
}

const turns: Partial<Record<NonNullable<AlterTableCmd['subtype']>, number>> = {
  AT_DropColumn: 0,
  AT_DropConstraint: 0,
  AT_AlterColumnType: 1,
  AT_AddColumn: 2,
  AT_AddConstraint: 5,
}
