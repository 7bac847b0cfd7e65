import { formatCount } from '../../../../model/index.ts'
import { sqlCheck } from '../../../check.ts'
import { type Counted, countedOf, counterRow, countersNeeded, countersSql } from '../../../counted-statements.ts'

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
    const byFingerprint = new Map<string, Counted[]>()
    for (const one of rows.map(countedOf))
      if (one !== null) byFingerprint.set(one.fingerprint, [...(byFingerprint.get(one.fingerprint) ?? []), one])
    return [...byFingerprint].flatMap(([fingerprint, variants]) => {
      const [first] = variants
      if (first === undefined || variants.length < manyVariants) return []
      const calls = variants.reduce((sum, one) => sum + one.calls, 0)
      return [
        {
          object: fingerprint,
          objectType: 'statement',
          message: `${formatCount(variants.length)} entries of pg_stat_statements are one statement, alike but for the length of a list or the schema that its tables are in: ${first.shown}`,
          evidence: {
            statement: first.shown,
            variants: variants.length,
            calls,
            share: variants.reduce((sum, one) => sum + one.share, 0),
            since: first.since?.toISOString() ?? null,
          },
          help: 'Pass a list as one array (= any ($1)) and rows to insert by unnest, so that they are planned and counted as one.',
        },
      ]
    })
  },
})
