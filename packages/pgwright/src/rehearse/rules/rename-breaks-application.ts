import type { Relation } from '../../model/index.ts'
import { readableIdentifier } from '../../sql/index.ts'
import { nameOf } from '../facts/alterations.ts'
import { severityOfUse, usedBy } from '../facts/used-by.ts'
import type { Rule, RuleFinding, StatementContext } from '../rule.ts'

const relations = new Set(['OBJECT_TABLE', 'OBJECT_VIEW', 'OBJECT_MATVIEW', 'OBJECT_FOREIGN_TABLE'])

/** Old and new versions of an application run side by side while it is released. */
export const renameBreaksApplication: Rule = {
  id: 'rename-breaks-application',
  title: 'name changed that the running application uses',
  severity: 'error',
  detect(context) {
    const { tree, resolve, uses, snapshot } = context
    if (tree === null) return []
    if ('AlterObjectSchemaStmt' in tree) {
      const { relation, objectType = 'OBJECT_TABLE' } = tree.AlterObjectSchemaStmt
      const known = resolve(relation?.schemaname, relation?.relname)
      return known === null || !relations.has(objectType) ? [] : [ofRelation(context, known)]
    }
    if (!('RenameStmt' in tree)) return []
    const { renameType = 'OBJECT_TABLE', relation, subname = '' } = tree.RenameStmt
    const known = resolve(relation?.schemaname, relation?.relname)
    if (known !== null && renameType === 'OBJECT_COLUMN') {
      const used = uses(known, subname)
      return [
        {
          object: `${nameOf(known)}.${readableIdentifier(subname)}`,
          objectType: 'column',
          message: `Whatever uses the old name fails from then on. ${usedBy(used)}`,
          help: 'Add a column of the new name, keep both alike by a trigger, fill it in batches, change the application over, and drop the old one.',
          severity: severityOfUse(used),
        },
      ]
    }
    if (known !== null && relations.has(renameType)) return [ofRelation(context, known)]
    if (renameType === 'OBJECT_SCHEMA' && snapshot.schemas.includes(subname))
      return [
        {
          object: readableIdentifier(subname),
          objectType: 'schema',
          message: 'Whatever uses the old name of the schema, or has it in its search path, fails from then on.',
          help: 'Make a schema of the new name with views of the tables in it, change the application over, and move the tables then.',
        },
      ]
    return []
  },
}

function ofRelation({ uses }: StatementContext, relation: Relation): RuleFinding {
  const used = uses(relation)
  return {
    object: nameOf(relation),
    objectType: relation.kind === 'view' ? 'view' : 'table',
    message: `Whatever uses the old name fails from then on. ${usedBy(used)}`,
    help: 'Make a view of the new name, change the application over, and rename the table, with a view of the old name, when nothing uses that any more.',
    severity: severityOfUse(used),
  }
}
