import { createHash } from 'node:crypto'
import { requireSoundPlan, requireSoundStep } from '../apply/index.ts'
import { type Change, PgwrightError, type Plan, type Step } from '../model/index.ts'
import { quoteQualified, tryParse } from '../sql/index.ts'
import type { Migration } from './migration.ts'
import { oneLine, slugOf } from './quote-text.ts'
import { pieceOf } from './step-pieces.ts'

/**
 * A migration for each step of a plan, in order. Each is by itself, so that no lock outlasts the statement that needs
 * it: a constraint that is added NOT VALID and validated in one transaction would keep writers out all the while.
 *
 * The way down of a change's first migration takes the whole change back; those after it are taken back before it, and
 * do nothing then.
 *
 * @param name what all file names begin with
 * @throws PgwrightError `bad-file`, and `usage` where nothing is left to be done
 */
export function planMigrations(plan: Plan, name: string): Migration[] {
  requireSoundPlan(plan)
  const prefix = slugOf(name)
  if (!/^[a-z]/.test(prefix))
    throw new PgwrightError('usage', 'The name of migrations begins with a letter.', 'Give another with --name.')
  const start = beginning(plan)
  const completing = lastAttachments(plan.changes)
  const migrations: Migration[] = []
  for (const change of plan.changes) {
    if (change.steps.some(({ ensure }) => ensure.kind === 'column-filled')) throw inBatches(change)
    for (const step of [...change.steps, ...change.rollback]) requireOneStatement(step)
    for (const step of change.rollback) requireSoundStep(step)
    let first: string | null = null
    for (const [i, step] of change.steps.entries()) {
      const slug = `${prefix}_${subjectOf(step, change)}`
      migrations.push({
        id: idOf(plan, change, i),
        at: new Date(start + migrations.length * 1000),
        slug,
        title: oneLine(`${change.kind} on ${change.schema}.${change.table}, step ${i + 1} of ${change.steps.length}`),
        up: [pieceOf(step, completing.has(step))],
        down: first !== null ? [] : change.rollback.length === 0 ? null : change.rollback.map((back) => pieceOf(back)),
        takenBackBy: first,
      })
      first ??= slug
    }
  }
  if (migrations.length > 0) return migrations
  throw new PgwrightError(
    'usage',
    'The plan has nothing that a migration could do.',
    'What it tells the application to ask instead is in the plan file under changes.',
  )
}

/** A migration would fill the column in one transaction, and keep every row locked for as long. */
function inBatches({ schema, table }: Change): PgwrightError {
  return new PgwrightError(
    'unsupported',
    `The change of a column's type of ${quoteQualified(schema, table)} goes through the table in batches, which no migration can do.`,
    'Apply it with pgwright apply, or take it out of the plan.',
  )
}

/** Whole seconds: most tools' versions have no more. */
function beginning({ createdAt }: Plan): number {
  const time = Date.parse(createdAt)
  // Versions have four digits for the year.
  if (time >= 0 && time < Date.UTC(9999, 0)) return Math.floor(time / 1000) * 1000
  throw new PgwrightError(
    'bad-file',
    'The time at which the plan was made, createdAt, is none.',
    'Put it right, or make the plan again.',
  )
}

/** @throws PgwrightError `bad-file`: what follows a first statement would be run too; and who ends transactions is the tool */
function requireOneStatement({ sql }: Step): void {
  const [statement, ...others] = tryParse(sql) ?? []
  const isOne = statement !== undefined && others.length === 0 && !sql.includes('\0')
  if (isOne && !('TransactionStmt' in statement)) return
  throw new PgwrightError(
    'bad-file',
    'A step of the plan is not one SQL statement.',
    'Make the plan again, or put its statement right.',
  )
}

/** Of each partitioned index the step that attaches the last of its parts. */
function lastAttachments(changes: readonly Change[]): ReadonlySet<Step> {
  const last = new Map<string, Step>()
  for (const step of changes.flatMap(({ steps }) => steps)) {
    const { ensure } = step
    if (ensure.kind === 'index-attached') last.set(JSON.stringify([ensure.parent.schema, ensure.parent.name]), step)
  }
  return new Set(last.values())
}

function idOf({ createdAt }: Plan, { id }: Change, position: number): string {
  return createHash('sha256')
    .update(JSON.stringify([createdAt, id, position]))
    .digest('hex')
    .slice(0, 12)
}

/** What a step does, for a file's name. */
function subjectOf({ ensure }: Step, { table }: Change): string {
  switch (ensure.kind) {
    case 'index-present':
    case 'partitioned-index-present':
      return slugOf(`create ${ensure.index}`)
    case 'index-absent':
    case 'partitioned-index-absent':
      return slugOf(`drop ${ensure.index}`)
    case 'index-attached':
      return slugOf(`attach ${ensure.index}`)
    case 'object-present':
      return slugOf(`create ${ensure.names.at(-1)}`)
    case 'object-absent':
      return slugOf(`drop ${ensure.names.at(-1)}`)
    case 'constraint-valid':
      return slugOf(`validate ${ensure.constraint}`)
    case 'always':
      return slugOf(`refresh ${table}`)
    default:
      return slugOf(`change ${table}`)
  }
}
