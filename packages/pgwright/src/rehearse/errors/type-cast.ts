import { deparse, type Node, readableIdentifier } from '../../sql/index.ts'
import { alterations, withCommands } from '../facts/alterations.ts'
import type { ErrorForm } from './error-form.ts'

/** Where types are no more alike than that one can be cast to the other, PostgreSQL wants to be told how. */
export const typeCast: ErrorForm = {
  codes: ['42804'],
  explain(context) {
    const { tree } = context
    if (tree === null || !('AlterTableStmt' in tree)) return null
    const keys = alterations(context).some(({ constraint }) => constraint?.contype === 'CONSTR_FOREIGN')
    if (keys) return { hint: 'Make the columns of both tables of one type.' }
    const [change, another] = alterations(context, 'AT_AlterColumnType')
    if (change === undefined || another !== undefined || change.column === null) return null
    const { command, column, table, written } = change
    const name = command.name ?? ''
    const cast: Node = {
      TypeCast: {
        arg: { ColumnRef: { fields: [{ String: { sval: name } }] } },
        ...(column.typeName && { typeName: column.typeName }),
      },
    }
    const using = { ...column, raw_default: column.raw_default ?? cast }
    const others = (tree.AlterTableStmt.cmds ?? []).filter(
      (node) => !('AlterTableCmd' in node && node.AlterTableCmd === command),
    )
    const changed: Node = { AlterTableCmd: { ...command, def: { ColumnDef: using } } }
    const value = table.columns.find((one) => one.name === name)?.default ?? null
    const quoted = readableIdentifier(name)
    const type = deparse({ TypeCast: cast.TypeCast }).replace(/^CAST\(.* AS (.*)\)$/s, '$1')
    return {
      hint: `Say how a value becomes one of the new type, with USING ${quoted}::${type}, and drop a default that is not of it first.`,
      safer: {
        sql: [
          ...(value === null ? [] : [`alter table ${written} alter column ${quoted} drop default`]),
          withCommands(tree.AlterTableStmt, [changed, ...others]),
          ...(value === null ? [] : [`alter table ${written} alter column ${quoted} set default (${value})::${type}`]),
        ],
        reason: 'It says how a value becomes one of the new type, which fails where one can’t.',
      },
    }
  },
}
