import type { Client } from 'pg'
import { PgwrightError, type Plan, type Step } from '../model/index.ts'
import { quoteQualified } from '../sql/index.ts'
import { findDroppable, findIndex, nameTaken } from './catalog-index.ts'
import { definitionOf } from './definition.ts'
import { requireSound } from './index-statement.ts'
import { checkJournalRights, checkTables } from './rights.ts'

/**
 * Everything that can be known to fail is found here, before anything is written.
 *
 * @throws PgwrightError `bad-file`, `usage`, `permission` or `unsupported`
 */
export async function checkPlan(client: Client, plan: Plan): Promise<void> {
  requireDependencies(plan)
  const steps = plan.changes.flatMap((change) => change.steps)
  for (const step of steps) requireSound(step)
  await checkTables(client, steps)
  await checkJournalRights(client)
  await checkNames(client, steps)
}

/** Each index to drop can be dropped, each to build can be built, and its name is free or will be. */
async function checkNames(client: Client, steps: readonly Step[]): Promise<void> {
  // What the steps before leave under a name: the definition of an index, or null where they drop it.
  const left = new Map<string, string | null>()
  for (const { sql, ensure } of steps) {
    if (ensure.kind === 'always') continue
    const name = quoteQualified(ensure.schema, ensure.index)
    if (ensure.kind === 'index-absent') {
      await findDroppable(client, ensure)
      left.set(name, null)
      continue
    }
    const found = left.has(name) ? null : await findIndex(client, ensure)
    // What the statement builds counts, not what the file says that it does.
    const definition = await definitionOf(client, ensure, sql)
    const there = left.get(name) ?? found?.definition ?? definition
    if (there !== definition) throw nameTaken(ensure)
    left.set(name, definition)
  }
}

function requireDependencies({ changes }: Plan): void {
  const before = new Set<string>()
  for (const { id, sql, dependsOn } of changes) {
    const lacking = dependsOn.find((other) => !before.has(other))
    if (lacking !== undefined) {
      throw new PgwrightError(
        'bad-file',
        `A change of the plan (${sql}) needs the change ${lacking}, which does not come before it.`,
        'Put that one back, or take both out.',
      )
    }
    before.add(id)
  }
}
