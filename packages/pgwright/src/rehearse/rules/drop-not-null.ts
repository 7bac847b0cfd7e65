import { readableIdentifier } from '../../sql/index.ts'
import { alterations } from '../facts/alterations.ts'
import type { Rule } from '../rule.ts'

export const dropNotNull: Rule = {
  id: 'drop-not-null',
  title: 'column that can be null from now on',
  severity: 'info',
  detect(context) {
    return alterations(context, 'AT_DropNotNull').map(({ name, at, command }) => ({
      object: `${name}.${readableIdentifier(command.name ?? '')}`,
      objectType: 'column',
      message: 'The running application may not expect a null in it.',
      help: 'See first that all that reads the column takes a null.',
      at,
    }))
  },
}
