import { alterations, nameOf } from '../facts/alterations.ts'
import { droppedObjects } from '../facts/dropped.ts'
import type { Rule } from '../rule.ts'

export const dropCascade: Rule = {
  id: 'drop-cascade',
  title: 'CASCADE, which drops what nobody has named',
  severity: 'warning',
  detect(context) {
    const { tree, resolve } = context
    const message = 'Views, foreign keys and whatever else depends on it are dropped along, in silence.'
    const help = 'Name what is to go, each in a statement of its own, and leave CASCADE away.'
    if (tree !== null && 'DropStmt' in tree && tree.DropStmt.behavior === 'DROP_CASCADE') {
      const { removeType } = tree.DropStmt
      if (removeType === 'OBJECT_SCHEMA')
        return droppedObjects(tree.DropStmt)
          .filter(({ name }) => context.snapshot.schemas.includes(name))
          .map(({ written: object }) => ({
            object,
            objectType: 'schema',
            message: 'All that is in it is lost.',
            help,
            severity: 'error' as const,
          }))
      return droppedObjects(tree.DropStmt).flatMap(({ schema, name }) => {
        const known = resolve(schema, name)
        return known === null ? [] : { object: nameOf(known), objectType: 'table', message, help }
      })
    }
    return alterations(context)
      .filter(({ command }) => command.behavior === 'DROP_CASCADE')
      .map(({ name, at }) => ({ object: name, objectType: 'table', message, help, at }))
  },
}
