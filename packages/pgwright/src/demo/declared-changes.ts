import type { Change } from '../model/index.ts'
import { dropObjectSql, quoteQualified } from '../sql/index.ts'
import type { DeclaredChange, System } from './system.ts'

/** A system's own changes as a plan has them, each after those that it needs. Their ids are their names. */
export function declaredChanges({ changes }: System): Change[] {
  return changes.map(changeOf)
}

function changeOf({ name, kind, schema, table, steps, forms, reason, needs = [] }: DeclaredChange): Change {
  const rollback = steps.flatMap(undo).reverse()
  const asked = forms.after.map(({ sql }) => sql)
  return {
    id: name,
    kind,
    schema,
    table,
    sql: (steps.length === 0 ? asked : steps.map(({ sql }) => sql)).join(';\n'),
    rollbackSql: rollback.map(({ sql }) => sql).join(';\n'),
    steps: [...steps],
    rollback,
    sizeBytes: 0,
    benefit: { total: 0, queries: [] },
    writeCost: 0,
    reason,
    forms,
    dependsOn: [...needs],
    trial: null,
  }
}

/** What a count wrote goes with the column that it was written into. */
function undo({ ensure, locks }: Change['steps'][number]): Change['rollback'] {
  if (ensure.kind === 'index-present') {
    const { schema, table, index } = ensure
    const absent = { kind: 'index-absent', schema, table, index } as const
    return [
      { sql: `drop index concurrently ${quoteQualified(schema, index)}`, ensure: absent, locks, transactional: false },
    ]
  }
  if (ensure.kind !== 'object-present') return []
  const { type, names } = ensure
  const absent = { kind: 'object-absent', type, names } as const
  return [{ sql: dropObjectSql(ensure), ensure: absent, locks, transactional: true }]
}
