import { formatCount, formatMs } from '../../../../model/index.ts'
import { readableQualified } from '../../../../sql/index.ts'
import type { MeasuredCheck } from '../../../check.ts'

/** A plain condition costs less than either. */
const leastFactor = 2
const leastMicrosecondsPerRow = 0.2

export const check: MeasuredCheck = {
  id: 'policy-overhead',
  title: 'Policies that make every row dearer to read',
  category: 'security',
  severity: 'warning',
  reads: 'measured',
  detect: (measurements) =>
    measurements.flatMap(({ schema, table, policies, rows, withMs, withoutMs }) => {
      const perRow = ((withMs - withoutMs) * 1000) / rows
      if (withMs < leastFactor * withoutMs || perRow < leastMicrosecondsPerRow) return []
      const on = readableQualified(schema, table)
      const factor = (withMs / withoutMs).toFixed(1)
      return [
        {
          object: on,
          objectType: 'table',
          message: `The policies of ${on} make a read ${factor} times as long: ${formatMs(withMs)} instead of ${formatMs(withoutMs)} for the same ${formatCount(rows)} rows (measured), ${perRow.toFixed(1)} µs for each.`,
          evidence: { table: on, policies: [...policies], rows, withMs, withoutMs, microsecondsPerRow: perRow },
          help: 'Call what does not depend on the row in a sub-select, so that it is called once: (select current_setting(…)).',
        },
      ]
    }),
}
