import { plural } from '../../model/index.ts'
import { readableIdentifier } from '../../sql/index.ts'
import { alterations, constraintsOf } from '../facts/alterations.ts'
import { rowsOf } from '../facts/size.ts'
import type { Rule } from '../rule.ts'

const valued = new Set(['CONSTR_DEFAULT', 'CONSTR_IDENTITY', 'CONSTR_GENERATED'])
const required = new Set(['CONSTR_NOTNULL', 'CONSTR_PRIMARY'])

/** On an empty copy it runs: no row lacks the value. */
export const addRequiredColumn: Rule = {
  id: 'add-required-column',
  title: 'required column without a default, which fails where there are rows',
  severity: 'error',
  detect(context) {
    return alterations(context, 'AT_AddColumn').flatMap(({ table, name, at, column }) => {
      if (column === null || isSerial(column.typeName?.names?.at(-1))) return []
      const kinds = constraintsOf(column).map(({ contype = '' }) => contype)
      if (!kinds.some((kind) => required.has(kind)) || kinds.some((kind) => valued.has(kind))) return []
      const rows = rowsOf(table, context.snapshot)
      if (rows === 0) return []
      return {
        object: `${name}.${readableIdentifier(column.colname ?? '')}`,
        objectType: 'column',
        message: `It fails on the source, where ${name} has ${plural(Math.round(rows), 'row')} that have no value for it. It ran here since the copy is empty.`,
        help: 'Add it without NOT NULL, fill it in batches, and make it NOT NULL in a later migration; the running application does not write it yet.',
        at,
      }
    })
  },
}

function isSerial(name: object | undefined): boolean {
  const { String: text } = (name ?? {}) as { String?: { sval?: string } }
  return /serial[248]?$/.test(text?.sval ?? '')
}
