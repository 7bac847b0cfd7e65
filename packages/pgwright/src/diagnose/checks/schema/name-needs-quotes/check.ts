import { sqlCheck } from '../../../check.ts'
import { namedObject, namedRow, namedSql } from '../../../facts/named-objects.ts'

export const check = sqlCheck({
  id: 'name-needs-quotes',
  title: 'Name that has to be quoted',
  category: 'schema',
  severity: 'info',
  optional: true,
  reads: 'catalog',
  row: namedRow,
  // Words that SQL has for itself are another matter.
  sql: () => namedSql((name) => `${name} !~ '^[a-z_][a-z0-9_$]*$'`),
  detect: (rows) =>
    rows.map(namedObject).map((named) => ({
      ...named,
      message: `${named.object} has a name that is not in small letters: every statement has to quote it, exactly as it is.`,
      evidence: {},
      help: 'Rename it in small letters with underscores, or see that all who write statements know.',
    })),
})
