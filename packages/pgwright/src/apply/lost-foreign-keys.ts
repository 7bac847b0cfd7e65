import type { Client } from 'pg'
import { isState, type Step } from '../model/index.ts'
import { definitionOfObject } from './catalog-object.ts'
import type { JournalStep } from './journal.ts'
import { takesAway } from './outdated.ts'

/**
 * Which steps are about foreign keys that are there no more: one that refers to a column whose type was changed belongs
 * to another table, and can have been dropped since, with that table or alone. Then there is nothing to move back.
 */
export async function findLost(client: Client, rows: readonly JournalStep[]): Promise<(step: Step) => boolean> {
  const lost: Step[] = []
  for (const step of rows.flatMap((row) => [row.step, ...row.rollback])) {
    if (step.ensure.kind !== 'foreign-key-moved') continue
    const { schema, table, constraint, incoming } = step.ensure
    const isThere = async (name: string) =>
      (await definitionOfObject(client, { type: 'table constraint', names: [schema, table, name] })) !== null
    if ((await isThere(constraint)) || (await isThere(incoming))) continue
    lost.push(step)
  }
  return (step) => lost.some((move) => isOf(step, move) || takesAway(move, step))
}

function isOf({ ensure }: Step, { ensure: move }: Step): boolean {
  if (!isState(ensure) || !('constraint' in ensure) || !isState(move) || !('constraint' in move)) return false
  const { schema, table, constraint } = move
  return ensure.schema === schema && ensure.table === table && ensure.constraint === constraint
}
