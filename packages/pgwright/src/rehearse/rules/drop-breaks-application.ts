import { readableIdentifier } from '../../sql/index.ts'
import { alterations, nameOf } from '../facts/alterations.ts'
import { droppedObjects } from '../facts/dropped.ts'
import { severityOfUse, usedBy } from '../facts/used-by.ts'
import type { Rule, RuleFinding, StatementContext } from '../rule.ts'

const kinds: Readonly<Record<string, string>> = {
  OBJECT_TABLE: 'table',
  OBJECT_VIEW: 'view',
  OBJECT_MATVIEW: 'materialized view',
  OBJECT_FOREIGN_TABLE: 'foreign table',
}

export const dropBreaksApplication: Rule = {
  id: 'drop-breaks-application',
  title: 'table or column dropped, which can’t be taken back',
  severity: 'error',
  detect(context) {
    return [...columns(context), ...relations(context)]
  },
}

function columns(context: StatementContext): RuleFinding[] {
  return alterations(context, 'AT_DropColumn').flatMap(({ table, name, at, command }) => {
    const column = command.name ?? ''
    if (!table.columns.some((one) => one.name === column)) return []
    const used = context.uses(table, column)
    const along = context.snapshot.indexes
      .filter(
        ({ schema, table: of, keys }) =>
          schema === table.schema && of === table.name && keys.some((key) => key.column === column),
      )
      .map(({ name }) => readableIdentifier(name))
    const indexes = along.length === 0 ? '' : ` Its indexes go along: ${along.join(', ')}.`
    return {
      object: `${name}.${readableIdentifier(column)}`,
      objectType: 'column',
      message: `What is in it is lost.${indexes} ${usedBy(used)}`,
      help: 'Change the application over first, so that it neither reads nor writes the column; then drop it in a later migration.',
      severity: severityOfUse(used),
      at,
    }
  })
}

function relations({ tree, resolve, uses }: StatementContext): RuleFinding[] {
  if (tree === null || !('DropStmt' in tree)) return []
  const objectType = kinds[tree.DropStmt.removeType ?? '']
  if (objectType === undefined) return []
  return droppedObjects(tree.DropStmt).flatMap(({ schema, name }) => {
    const known = resolve(schema, name)
    if (known === null) return []
    const used = uses(known)
    const lost = known.kind === 'table' || known.kind === 'partitioned' ? 'What is in it is lost. ' : ''
    return {
      object: nameOf(known),
      objectType,
      message: `${lost}${usedBy(used)}`,
      help: 'Change the application over first; then drop it in a later migration.',
      severity: severityOfUse(used),
    }
  })
}
