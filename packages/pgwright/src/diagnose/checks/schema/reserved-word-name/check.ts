import { z } from 'zod'
import { readableIdentifier, readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { userRelation } from '../../../scope.ts'

const row = z.object({ schema: z.string(), table: z.string(), column: z.string().nullable() })

export const check = sqlCheck({
  id: 'reserved-word-name',
  title: 'Name that is a word of SQL',
  category: 'schema',
  severity: 'info',
  optional: true,
  reads: 'catalog',
  row,
  // As the server that runs reserves them.
  sql: () => `
    select n.nspname as schema, c.relname as table, null::name as column
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'v', 'm') and not c.relispartition and ${userRelation} and c.relname in (select k.word from pg_catalog.pg_get_keywords() k where k.catcode in ('R', 'T'))
    union all
    select n.nspname, c.relname, a.attname
    from pg_catalog.pg_attribute a
    join pg_catalog.pg_class c on c.oid = a.attrelid and c.relkind in ('r', 'p') and not c.relispartition
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where a.attnum > 0 and not a.attisdropped and a.attinhcount = 0 and ${userRelation} and a.attname in (select k.word from pg_catalog.pg_get_keywords() k where k.catcode in ('R', 'T'))
    order by 1, 2, 3 nulls first`,
  detect: (rows) =>
    rows.map(({ schema, table, column }) => {
      const on = readableQualified(schema, table)
      const object = column === null ? on : `${on}.${readableIdentifier(column)}`
      return {
        object,
        objectType: column === null ? 'table' : 'column',
        message: `${object} is named by a reserved word: it has to be quoted, and without quotes some statements fail and others mean something else.`,
        evidence: {},
        help: 'Rename it.',
      }
    }),
})
