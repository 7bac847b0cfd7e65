import { formatCount, formatShare } from '../../../../model/index.ts'
import { readableIdentifier, readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { blindToSequences, sequenceRow, sequenceSql, usedShare } from '../../../facts/sequences.ts'
import { widenHelp } from '../../../facts/widen-column.ts'

/** From these shares on it is time to think of it, and late. */
const [notable, late] = [0.7, 0.9]

const narrow = new Set(['smallint', 'integer'])

export const check = sqlCheck({
  id: 'sequence-running-out',
  title: 'Sequence that comes to its end',
  category: 'schema',
  severity: 'warning',
  reads: 'server', // the twin's sequences stand at their beginning
  row: sequenceRow,
  sql: () => sequenceSql,
  detect: (rows) =>
    rows.flatMap((row) => {
      const { end, increment, cycles, last, table, column_end } = row
      const used = usedShare(row, end)
      // Where the column is the narrower one, that is another finding.
      const columnFirst = column_end !== null && Math.abs(column_end) < Math.abs(end)
      if (cycles || last === null || used < notable || columnFirst) return []
      const name = readableQualified(row.schema, row.name)
      const on = table === null ? null : readableQualified(table.schema, table.name)
      const whose = table === null ? '' : ` of ${on}.${readableIdentifier(table.column)}`
      // The column takes more than the sequence gives: only the sequence has to be made wider.
      const widens = table?.type === 'bigint' && increment > 0
      return {
        object: name,
        objectType: 'sequence',
        severity: used >= late ? ('error' as const) : ('warning' as const),
        message: `The sequence ${name}${whose} has given ${formatShare(used)} of its values; after ${formatCount(Math.floor((end - last) / increment))} more, each insert that asks it fails.`,
        evidence: { lastValue: last, end, increment, usedShare: used, column: whose === '' ? null : whose.slice(4) },
        help: widens
          ? 'Let the sequence count in bigint, as its column does.'
          : table !== null && narrow.has(table.type)
            ? widenHelp(table)
            : 'Let the sequence count further, and see that what takes its values can hold them.',
        ...(widens ? { fix: [`alter sequence ${name} as bigint no maxvalue`] } : {}),
      }
    }),
  blind: blindToSequences,
})
