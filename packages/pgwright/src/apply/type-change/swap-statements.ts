import type { Node } from '../../sql/index.ts'
import { readAlterTable } from '../states/alter-table.ts'
import { triggerName } from './own-names.ts'
import type { ColumnsSwapped } from './swap-steps.ts'

type Names = Pick<ColumnsSwapped, 'schema' | 'table' | 'column' | 'incoming' | 'outgoing'>

/** A plan is a file, and files get edited: what a swap's transaction may do, of its own table and no other. */
export function areSwap(statements: readonly Node[], wanted: Names): boolean {
  const { column, incoming, outgoing } = wanted
  const renamed = statements.flatMap((statement) => renamedColumn(statement, wanted))
  const wantedNames = [`${column} ${outgoing}`, `${incoming} ${column}`]
  return renamed.join('\n') === wantedNames.join('\n') && statements.every((statement) => isPart(statement, wanted))
}

function renamedColumn(statement: Node, { schema, table }: Names): string[] {
  if (!('RenameStmt' in statement)) return []
  const { renameType, relation, subname, newname } = statement.RenameStmt
  const isOwn = relation?.schemaname === schema && relation.relname === table
  return renameType === 'OBJECT_COLUMN' && isOwn ? [`${subname} ${newname}`] : []
}

const commands: ReadonlySet<string> = new Set([
  'AT_AddConstraint',
  'AT_AddIdentity',
  'AT_ClusterOn',
  'AT_ColumnDefault',
  'AT_DropConstraint',
  'AT_DropIdentity',
  'AT_DropNotNull',
  'AT_EnableAlwaysTrig',
])

const renames: ReadonlySet<string> = new Set([
  'OBJECT_COLUMN',
  'OBJECT_INDEX',
  'OBJECT_SEQUENCE',
  'OBJECT_TABCONSTRAINT',
])
const comments: ReadonlySet<string> = new Set([
  'OBJECT_COLUMN',
  'OBJECT_INDEX',
  'OBJECT_SEQUENCE',
  'OBJECT_TABCONSTRAINT',
])

function isPart(statement: Node, wanted: Names): boolean {
  const { schema, table, column } = wanted
  const own = { schema, names: new Set([table]) }
  if ('LockStmt' in statement) {
    return (statement.LockStmt.relations ?? []).every((node) => 'RangeVar' in node && isOf(node.RangeVar, own))
  }
  if ('AlterTableStmt' in statement) return isAlter(statement, wanted)
  if ('RenameStmt' in statement) {
    const { renameType = '', relation } = statement.RenameStmt
    const ofTable = renameType === 'OBJECT_COLUMN' || renameType === 'OBJECT_TABCONSTRAINT'
    return renames.has(renameType) && (!ofTable || isOf(relation, own))
  }
  if ('CreateTrigStmt' in statement) {
    const { trigname, relation } = statement.CreateTrigStmt
    return trigname === triggerName('back', column) && isOf(relation, own)
  }
  if ('DropStmt' in statement) {
    const { removeType, behavior } = statement.DropStmt
    return (removeType === 'OBJECT_INDEX' || removeType === 'OBJECT_TRIGGER') && behavior !== 'DROP_CASCADE'
  }
  if ('CommentStmt' in statement) return comments.has(statement.CommentStmt.objtype ?? '')
  if ('GrantStmt' in statement) return statement.GrantStmt.is_grant === true
  if ('SelectStmt' in statement) return isSetval(statement)
  return 'AlterSeqStmt' in statement
}

function isOf(
  relation: { readonly schemaname?: string; readonly relname?: string } | undefined,
  { schema, names }: { readonly schema: string; readonly names: ReadonlySet<string> },
): boolean {
  return relation?.schemaname === schema && names.has(relation.relname ?? '')
}

function isAlter(statement: Node, { schema, table }: Names): boolean {
  const alter = readAlterTable(statement, schema, table)
  if (alter?.of === 'table') {
    return alter.commands.every(({ subtype = '', def, behavior }) => {
      if (!commands.has(subtype) || behavior === 'DROP_CASCADE') return false
      const constraint = def !== undefined && 'Constraint' in def ? def.Constraint : undefined
      // An index that is there already: anything else would be a look at every row.
      return subtype !== 'AT_AddConstraint' || constraint?.indexname !== undefined
    })
  }
  if (!('AlterTableStmt' in statement)) return false
  const { objtype, cmds = [] } = statement.AlterTableStmt
  return (
    objtype === 'OBJECT_INDEX' &&
    cmds.every((node) => 'AlterTableCmd' in node && node.AlterTableCmd.subtype === 'AT_SetStatistics')
  )
}

function isSetval(statement: Extract<Node, { SelectStmt: unknown }>): boolean {
  const [target, ...others] = statement.SelectStmt.targetList ?? []
  if (target === undefined || others.length > 0 || !('ResTarget' in target)) return false
  const { val } = target.ResTarget
  if (val === undefined || !('FuncCall' in val)) return false
  return (
    (val.FuncCall.funcname ?? []).map((node) => ('String' in node ? node.String.sval : '')).join('.') ===
    'pg_catalog.setval'
  )
}
