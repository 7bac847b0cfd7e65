import { nameOf, writtenName } from '../facts/alterations.ts'
import { bySize } from '../facts/size.ts'
import type { Rule } from '../rule.ts'

/** https://www.postgresql.org/docs/current/sql-refreshmaterializedview.html */
export const refreshNotConcurrent: Rule = {
  id: 'refresh-not-concurrent',
  title: 'materialized view refreshed while nobody can read it',
  severity: 'warning',
  detect({ tree, resolve, snapshot }) {
    if (tree === null || !('RefreshMatViewStmt' in tree)) return []
    const { concurrent, skipData, relation } = tree.RefreshMatViewStmt
    const view = resolve(relation?.schemaname, relation?.relname)
    if (concurrent === true || view === null) return []
    const object = nameOf(view)
    const about = { object, objectType: 'materialized view' }
    if (skipData === true)
      return [
        {
          ...about,
          message: `Whoever reads ${object} gets an error until it is refreshed with data.`,
          help: 'Refresh it with data.',
          severity: 'error',
        },
      ]
    const unique = snapshot.indexes.some(
      ({ schema, table, unique, predicate, keys, valid }) =>
        schema === view.schema &&
        table === view.name &&
        unique &&
        valid &&
        predicate === null &&
        keys.every(({ column }) => column !== null),
    )
    return [
      {
        ...about,
        message: `Nobody can read ${object} until its query is done.`,
        help: unique
          ? 'Refresh it concurrently.'
          : 'Give it a unique index over plain columns, and refresh it concurrently.',
        severity: bySize(view, snapshot, 'warning'),
        ...(unique
          ? {
              safer: {
                sql: [`refresh materialized view concurrently ${writtenName(relation)}`],
                reason: 'The old contents can be read meanwhile. It takes longer.',
              },
            }
          : {}),
      },
    ]
  },
}
