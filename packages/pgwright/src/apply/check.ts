import type { Client } from 'pg'
import type { Plan, Step } from '../model/index.ts'
import { quoteQualified } from '../sql/index.ts'
import { findDroppable, findIndex, nameTaken } from './catalog-index.ts'
import { definitionOfObject } from './catalog-object.ts'
import { definitionOf } from './definition.ts'
import { isIndexStep } from './index-statement.ts'
import { checkObjects } from './object-steps.ts'
import { checkPartitioned } from './partitioned-index.ts'
import { checkJournalRights, checkTables } from './rights.ts'
import { requireSoundPlan } from './sound-plan.ts'
import { checkStates } from './states/check-states.ts'

/**
 * Everything that can be known to fail is found here, before anything is written.
 *
 * @throws PgwrightError `bad-file`, `usage`, `permission` or `unsupported`
 */
export async function checkPlan(client: Client, plan: Plan, holdTimeoutMs: number): Promise<void> {
  requireSoundPlan(plan)
  const steps = plan.changes.flatMap((change) => change.steps)
  const views = viewsMade(steps)
  const onTables = steps.filter(({ ensure }) => !views.has(tableOf(ensure)))
  await checkTables(client, onTables)
  await checkJournalRights(client)
  await checkNames(client, onTables)
  await checkPartitioned(client, steps)
  await checkObjects(client, steps, holdTimeoutMs)
  await checkStates(client, steps, holdTimeoutMs)
}

/** Views that the plan makes: nothing is known yet of what its later steps do with them, and nobody waits for them. */
function viewsMade(steps: readonly Step[]): ReadonlySet<string> {
  const made = steps.flatMap(({ ensure }) =>
    ensure.kind === 'object-present' && ensure.type.endsWith('view') ? [quoteQualified(...pair(ensure.names))] : [],
  )
  return new Set(made)
}

function tableOf(ensure: Step['ensure']): string {
  return 'table' in ensure ? quoteQualified(ensure.schema, ensure.table) : ''
}

function pair([schema = '', name = '']: readonly string[]): [string, string] {
  return [schema, name]
}

/** Each index to drop can be dropped, each to build can be built, and its name is free or will be. */
async function checkNames(client: Client, steps: readonly Step[]): Promise<void> {
  // What the steps before leave under a name: the definition of an index, or null where they drop it.
  const left = new Map<string, string | null>()
  const awaited = await tablesWithNewColumns(client, steps)
  for (const { sql, ensure } of steps.filter(isIndexStep)) {
    const name = quoteQualified(ensure.schema, ensure.index)
    if (ensure.kind === 'index-absent') {
      await findDroppable(client, ensure)
      left.set(name, null)
      continue
    }
    const found = left.has(name) ? null : await findIndex(client, ensure)
    const isAwaited = ensure.kind === 'index-present' && awaited.has(quoteQualified(ensure.schema, ensure.table))
    // It may be an index of a column that is not there yet: it is tried when it is its turn.
    if (isAwaited && found === null) continue
    // What the statement builds counts, not what the file says that it does.
    const definition = await definitionOf(client, ensure, sql).catch((error) => {
      // An earlier run can have built it before the column came; what has the name of one that can't be built is another.
      throw isAwaited ? nameTaken(ensure) : error
    })
    const there = left.get(name) ?? found?.definition ?? definition
    if (there !== definition) throw nameTaken(ensure)
    left.set(name, definition)
  }
}

/** Those to which the plan adds columns that are not there yet. */
async function tablesWithNewColumns(client: Client, steps: readonly Step[]): Promise<ReadonlySet<string>> {
  const tables = new Set<string>()
  for (const { ensure } of steps) {
    if (ensure.kind !== 'object-present' || ensure.type !== 'table column') continue
    if ((await definitionOfObject(client, ensure)) === null) tables.add(quoteQualified(...pair(ensure.names)))
  }
  return tables
}
