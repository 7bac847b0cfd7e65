import { formatCount } from '../../../../model/index.ts'
import { fingerprint } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { type Counters, countedOf, counterRow, countersNeeded, countersSql } from '../../../facts/counted-statements.ts'

/** A few lengths of a list are usual. */
const manyVariants = 20

export const check = sqlCheck({
  id: 'literal-variants',
  title: 'One statement that is counted as many',
  category: 'queries',
  severity: 'info',
  needs: countersNeeded(),
  reads: 'server',
  row: counterRow,
  sql: countersSql,
  detect: (rows) => {
    const byFingerprint = new Map<string, Counters[]>()
    for (const one of rows) {
      const own = fingerprint(one.query)
      byFingerprint.set(own, [...(byFingerprint.get(own) ?? []), one])
    }
    return [...byFingerprint.values()].flatMap((variants) => {
      const [example] = variants
      const first = variants.length < manyVariants || example === undefined ? null : countedOf(example)
      if (first === null) return []
      const calls = variants.reduce((sum, one) => sum + one.calls, 0)
      return [
        {
          object: first.fingerprint,
          objectType: 'statement',
          message: `${formatCount(variants.length)} entries of pg_stat_statements are one statement, alike but for the length of a list or the schema that its tables are in: ${first.shown}`,
          evidence: {
            statement: first.shown,
            variants: variants.length,
            calls,
            share: variants.reduce((sum, one) => sum + one.total_ms, 0) / Math.max(1, first.all_ms),
            since: first.since?.toISOString() ?? null,
          },
          help: 'Pass a list as one array (= any ($1)) and rows to insert by unnest, so that they are planned and counted as one.',
        },
      ]
    })
  },
})
