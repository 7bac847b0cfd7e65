import { isDeepStrictEqual } from 'node:util'
import type { Client } from 'pg'
import { type Change, type Gap, PgwrightError, type Plan, type Snapshot } from '../model/index.ts'
import { observe } from '../observe/index.ts'
import { readableQualified } from '../sql/index.ts'
import { EmptyCopy, type TwinServer } from '../twin/index.ts'
import { applyPlan } from './apply.ts'
import { readSteps } from './journal.ts'
import { type JournalRows, writeJournal } from './journal-copy.ts'
import { rollbackRun } from './rollback.ts'
import type { Connect } from './runner.ts'
import { canBeUndone } from './undo/undo-drop.ts'

export interface RehearsePlanOptions {
  readonly signal?: AbortSignal
  /** Of the target, so that a run that was broken off is gone on with. */
  readonly journal?: JournalRows
  /** A running server of the target's major, which outlives it; else one is started. */
  readonly server?: TwinServer
}

/** A step with what takes it back, as the catalog of the target gives it. */
export interface RehearsedStep {
  readonly sql: string
  /** Empty where there is nothing to take back, or no way. */
  readonly rollback: readonly string[]
  readonly undoable: boolean
}

export interface PlanRehearsal {
  readonly steps: readonly RehearsedStep[]
  /** Changes that a copy can't try, with the reason. */
  readonly left: readonly { readonly change: Change; readonly reason: string }[]
  /** What of the target the copy lacks. */
  readonly gaps: readonly Gap[]
}

/**
 * Applies a plan to an empty copy of its target and takes it back, by the same code and with a journal of its own, and
 * looks whether the copy is what it was, object by object.
 *
 * @throws PgwrightError `usage` where a step or its rollback fails on the copy, or leaves something behind
 */
export async function rehearsePlan(
  target: Snapshot,
  plan: Plan,
  { signal, server, journal = { runs: [], steps: [] } }: RehearsePlanOptions = {},
): Promise<PlanRehearsal> {
  const left = plan.changes.flatMap((change) => {
    const reason = notForCopies(change)
    return reason === null ? [] : { change, reason }
  })
  const without = new Set(left.map(({ change }) => change.id))
  const tried = { ...plan, changes: plan.changes.filter(({ id }) => !without.has(id)) }
  const copy = await EmptyCopy.open(target, { ...(server && { server }), ...(signal && { signal }) })
  try {
    let before = await objectsOf(copy)
    const connect = () => copy.connect()
    const resumed = await withSession(connect, (client) => writeJournal(client, journal, plan, tried))
    const options = { brakes: null, ...(signal && { signal }) }
    const apply = () => failing('applied', () => applyPlan(connect, tried, options))
    const takeBack = (runId: number) => failing('taken back', () => rollbackRun(connect, runId, options))
    const run = await apply()
    const steps = (await readSteps(copy.owner, run.id)).map(({ step, rollback, state }) => ({
      sql: step.sql,
      rollback: rollback.map(({ sql }) => sql),
      // What is there already is not done, and not taken back.
      undoable: state === 'skipped' || canBeUndone(step, rollback),
    }))
    // A run is taken back as a whole, so that one step for good is one too many.
    if (steps.some(({ undoable }) => !undoable)) return { steps, left, gaps: copy.gaps }
    await takeBack(run.id)
    if (resumed) {
      // What was there before the run that was broken off is only known now.
      before = await objectsOf(copy)
      await takeBack((await apply()).id)
    }
    const differing = differencesOf(before, await objectsOf(copy))
    if (differing.length > 0) {
      throw new PgwrightError(
        'usage',
        `Taken back on a copy of the database, the plan leaves something behind: ${differing.slice(0, 5).join(', ')}.`,
        'Look at the rollback of the plan, or apply it with --no-rehearsal where that is what you want.',
      )
    }
    return { steps, left, gaps: copy.gaps }
  } finally {
    await copy.close()
  }
}

async function withSession<Result>(connect: Connect, work: (client: Client) => Promise<Result>): Promise<Result> {
  const client = await connect()
  return work(client).finally(() => client.end())
}

/** Settings belong to the server and its databases, of which a copy has others. */
function notForCopies({ steps }: Change): string | null {
  return steps.some(({ ensure }) => ensure.kind === 'setting-set') ? 'a copy has settings of its own' : null
}

async function failing<Result>(doing: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof PgwrightError && error.code === 'cancelled') throw error
    throw new PgwrightError(
      'usage',
      `The plan could not be ${doing} on an empty copy of the database: ${(error as Error).message}`,
      'Put the plan right; where the copy alone is at fault, apply it with --no-rehearsal.',
      { cause: error },
    )
  }
}

type Objects = ReadonlyMap<string, unknown>

/** Everything of the schema but the journal's, under names. */
async function objectsOf({ owner }: EmptyCopy): Promise<Objects> {
  await owner.query('begin read only')
  try {
    const schema = await observe(owner, { workload: false })
    const { relations, indexes, constraints, policies, triggers, functions, extendedStatistics, extensions, types } =
      schema
    const kinds = { constraint: constraints, policy: policies, trigger: triggers }
    const objects = [
      ...relations.map(({ size: _, activity: __, toastBytes: ___, ...one }) => ['relation', one] as const),
      ...indexes.map(({ size: _, scans: __, height: ___, gin: ____, ...one }) => ['index', one] as const),
      ...Object.entries(kinds).flatMap(([kind, all]) => all.map((one) => [kind, one] as const)),
      ...extendedStatistics.map(({ data: _, ...one }) => ['statistics', one] as const),
      ...[...functions, ...types].map((one) => ['definition', one] as const),
      ...extensions.map((one) => ['extension', one] as const),
    ]
    return new Map(
      objects
        .filter(([, { schema: within }]) => within !== 'pgwright')
        .map(([kind, one]) => {
          const of = 'table' in one ? ` of ${one.table}` : ''
          return [`${kind} ${readableQualified(one.schema, 'name' in one ? one.name : '')}${of}`, one]
        }),
    )
  } finally {
    await owner.query('rollback')
  }
}

function differencesOf(before: Objects, after: Objects): string[] {
  const names = new Set([...before.keys(), ...after.keys()])
  return [...names].filter((name) => !isDeepStrictEqual(before.get(name), after.get(name)))
}
