import { formatCount, formatShare } from '../../../../model/index.ts'
import { readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { columnObject } from '../../../facts/columns.ts'
import { blindToSequences, sequenceRow, sequenceSql, usedShare } from '../../../facts/sequences.ts'
import { widenHelp } from '../../../facts/widen-column.ts'

/** From these shares on it is time to think of it, and late. */
const [notable, late] = [0.7, 0.9]

export const check = sqlCheck({
  id: 'integer-key-running-out',
  title: 'Column that is too narrow for its sequence',
  category: 'schema',
  severity: 'warning',
  reads: 'server', // the twin's sequences stand at their beginning
  row: sequenceRow,
  sql: () => sequenceSql,
  detect: (rows) =>
    rows.flatMap((row) => {
      const { column_end: end, last, table, increment } = row
      if (end === null || table === null || last === null || Math.abs(row.end) <= Math.abs(end)) return []
      const used = usedShare(row, end)
      if (used < notable) return []
      const column = columnObject({ schema: table.schema, table: table.name, column: table.column })
      const sequence = readableQualified(row.schema, row.name)
      const left = Math.max(0, Math.floor((end - last) / increment))
      return {
        object: column,
        objectType: 'column',
        severity: used >= late ? ('error' as const) : ('warning' as const),
        message: `The column ${column} is ${table.type}, and its sequence ${sequence} has given ${formatShare(Math.min(used, 1))} of the values that it can hold: after ${formatCount(left)} more, each insert fails with "integer out of range".`,
        evidence: { sequence, lastValue: last, end, usedShare: used },
        help: widenHelp(table),
      }
    }),
  blind: blindToSequences,
})
