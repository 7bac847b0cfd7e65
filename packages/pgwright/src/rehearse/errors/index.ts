import type { StatementContext } from '../rule.ts'
import { concurrentlyOnPartitioned } from './concurrently-on-partitioned.ts'
import type { ErrorForm, RightForm } from './error-form.ts'
import { foreignKeyTarget } from './foreign-key-target.ts'
import { nameTaken } from './name-taken.ts'
import { notImmutable } from './not-immutable.ts'
import { operatorClass } from './operator-class.ts'
import { assignedTwice, otherRefusals } from './other-refusals.ts'
import { outsideTransaction } from './outside-transaction.ts'
import { partitionKey } from './partition-key.ts'
import { notValidOnPartitioned, refreshConcurrently } from './refresh-concurrently.ts'
import { serialToIdentity } from './serial-to-identity.ts'
import { setParameter } from './set-parameter.ts'
import { stillNeeded } from './still-needed.ts'
import { storageParameter } from './storage-parameter.ts'
import { typeCast } from './type-cast.ts'
import { typeInUse } from './type-in-use.ts'
import { unknownName } from './unknown-name.ts'

/** The first that knows the refusal tells of it. */
const forms: readonly ErrorForm[] = [
  notImmutable,
  storageParameter,
  operatorClass,
  concurrentlyOnPartitioned,
  partitionKey,
  refreshConcurrently,
  notValidOnPartitioned,
  outsideTransaction,
  setParameter,
  assignedTwice,
  nameTaken,
  unknownName,
  typeCast,
  typeInUse,
  serialToIdentity,
  stillNeeded,
  foreignKeyTarget,
  otherRefusals,
]

/** What to do about a statement that PostgreSQL refused. */
export function rightForm(context: StatementContext): RightForm {
  const code = context.refusal?.code ?? ''
  for (const { codes, explain } of forms) {
    const form = codes.includes(code) ? explain(context) : null
    if (form !== null) return form
  }
  return { hint: 'Put the statement right, and rehearse it again.' }
}
