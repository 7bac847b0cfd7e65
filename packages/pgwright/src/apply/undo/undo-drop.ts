import type { Client } from 'pg'
import type { DatabaseObject, Plan, Step } from '../../model/index.ts'
import { definitionOfObject } from '../catalog-object.ts'
import { undoConstraintDrop } from './constraint.ts'
import { undoPolicyDrop } from './policy.ts'
import { undoStatisticsDrop } from './statistics.ts'
import { undoTriggerDrop } from './trigger.ts'
import { undoViewDrop } from './view.ts'

/**
 * What brings an object back that is about to be dropped, with all that hangs on it; none where that can't be: rows and
 * values are gone for good, and of the rest what the catalog does not tell, or this role may not make again.
 */
export async function undoDrop(client: Client, object: DatabaseObject): Promise<Step[]> {
  switch (object.type) {
    case 'policy':
      return undoPolicyDrop(client, object)
    case 'table constraint':
      return undoConstraintDrop(client, object)
    case 'trigger':
      return undoTriggerDrop(client, object)
    case 'view':
      return undoViewDrop(client, object)
    case 'statistics object':
      return undoStatisticsDrop(client, object)
    case 'extension':
    case 'table column':
    case 'function':
    case 'materialized view':
      return []
    default:
      return object.type satisfies never
  }
}

/** What was dropped, and of which the catalog does not tell how to make it again, is gone: its rows with it. */
export function canBeUndone({ ensure }: Step, rollback: readonly Step[]): boolean {
  return ensure.kind !== 'object-absent' || rollback.length > 0
}

/** Steps of a plan that drop for good what is there now. */
export async function stepsForGood(client: Client, { changes }: Plan): Promise<Step[]> {
  const lasting: Step[] = []
  for (const step of changes.flatMap(({ steps }) => steps)) {
    if (step.ensure.kind !== 'object-absent' || (await definitionOfObject(client, step.ensure)) === null) continue
    if (!canBeUndone(step, await undoDrop(client, step.ensure))) lasting.push(step)
  }
  return lasting
}
