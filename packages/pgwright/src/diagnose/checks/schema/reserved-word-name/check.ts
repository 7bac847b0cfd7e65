import { sqlCheck } from '../../../check.ts'
import { namedObject, namedRow, namedSql } from '../../../facts/named-objects.ts'

export const check = sqlCheck({
  id: 'reserved-word-name',
  title: 'Name that is a word of SQL',
  category: 'schema',
  severity: 'info',
  optional: true,
  reads: 'catalog',
  row: namedRow,
  // As the server that runs reserves them.
  sql: () =>
    namedSql((name) => `${name} in (select k.word from pg_catalog.pg_get_keywords() k where k.catcode in ('R', 'T'))`),
  detect: (rows) =>
    rows.map(namedObject).map((named) => ({
      ...named,
      message: `${named.object} is named by a reserved word: it has to be quoted, and without quotes some statements fail and others mean something else.`,
      evidence: {},
      help: 'Rename it.',
    })),
})
