import { type DatabaseObject, PgwrightError } from '../model/index.ts'
import { type Node, objectName, tryParse } from '../sql/index.ts'

const dropped: Readonly<Record<string, DatabaseObject['type']>> = {
  OBJECT_EXTENSION: 'extension',
  OBJECT_FUNCTION: 'function',
  OBJECT_MATVIEW: 'materialized view',
  OBJECT_POLICY: 'policy',
  OBJECT_STATISTIC_EXT: 'statistics object',
  OBJECT_TRIGGER: 'trigger',
  OBJECT_VIEW: 'view',
}

/** What a statement drops, with its names as they are written; null where it is not one object, or with `cascade`. */
function readDropStatement(sql: string): DatabaseObject | null {
  const [statement, ...others] = tryParse(sql) ?? []
  if (statement === undefined || others.length > 0) return null
  if ('AlterTableStmt' in statement) return readAlterTable(statement.AlterTableStmt)
  if (!('DropStmt' in statement)) return null
  const { objects = [], removeType = '', behavior } = statement.DropStmt
  const type = dropped[removeType]
  const [object, ...more] = objects
  if (type === undefined || object === undefined || more.length > 0 || behavior !== 'DROP_RESTRICT') return null
  return { type, names: namesOf(object) }
}

function readAlterTable({
  objtype,
  relation,
  cmds = [],
}: Extract<Node, { AlterTableStmt: unknown }>['AlterTableStmt']): DatabaseObject | null {
  const [command, ...others] = cmds
  if (objtype !== 'OBJECT_TABLE' || others.length > 0) return null
  if (command === undefined || !('AlterTableCmd' in command)) return null
  const { subtype, name = '', behavior } = command.AlterTableCmd
  if (behavior !== 'DROP_RESTRICT') return null
  const names = [relation?.schemaname ?? '', relation?.relname ?? '', name]
  if (subtype === 'AT_DropColumn') return { type: 'table column', names }
  return subtype === 'AT_DropConstraint' ? { type: 'table constraint', names } : null
}

/** Of a function it is one without arguments. */
function namesOf(object: Node): string[] {
  if ('String' in object) return [object.String.sval ?? '']
  const nodes =
    'List' in object
      ? object.List.items
      : 'ObjectWithArgs' in object && (object.ObjectWithArgs.objargs ?? []).length === 0
        ? object.ObjectWithArgs.objname
        : []
  return (nodes ?? []).map((node) => ('String' in node ? (node.String.sval ?? '') : ''))
}

/** @throws PgwrightError `bad-file` where a step's statement does not drop what the step says, and nothing else */
export function requireSoundDrop(sql: string, object: DatabaseObject): void {
  const found = readDropStatement(sql)
  if (found?.type === object.type && found.names.join('\0') === object.names.join('\0')) return
  throw new PgwrightError(
    'bad-file',
    `A step of the plan is to drop ${objectName(object)}, and its statement does not drop that and nothing else.`,
    'Make the plan again, or put its statement right; names in it must be qualified.',
  )
}
