import { createHash } from 'node:crypto'
import type { Client, ClientBase } from 'pg'
import { z } from 'zod'
import {
  type Change,
  isState,
  PgwrightError,
  type Plan,
  type RunState,
  type RunStepState,
  type Step,
  stepSchema,
} from '../model/index.ts'
import { dropObjectSql, quoteQualified } from '../sql/index.ts'
import { undoPartitioned } from './partitioned-statement.ts'

/** A row of the journal: all that is needed to do a step, and to take it back without the plan's file. */
export interface JournalStep {
  readonly runId: number
  readonly position: number
  readonly changeId: string
  readonly step: Step
  readonly rollback: readonly Step[]
  readonly state: RunStepState
  /** Its statement may have run. */
  readonly begun: boolean
}

const definition = `
  create table pgwright.run (
    id bigint generated always as identity primary key,
    plan_hash text not null,
    state text not null,
    started_at timestamptz not null default pg_catalog.now(),
    finished_at timestamptz
  );
  create table pgwright.run_step (
    run_id bigint not null references pgwright.run,
    position int not null,
    change_id text not null,
    step jsonb not null,
    rollback jsonb not null,
    state text not null,
    started_at timestamptz,
    finished_at timestamptz,
    error text,
    primary key (run_id, position)
  )`

export interface JournalPresence {
  readonly schema: boolean
  readonly tables: boolean
}

export async function findJournal(client: Client): Promise<JournalPresence> {
  const { rows } = await client.query<JournalPresence>(
    `select pg_catalog.to_regnamespace('pgwright') is not null as schema,
       pg_catalog.to_regclass('pgwright.run_step') is not null as tables`,
  )
  return rows[0] ?? { schema: false, tables: false }
}

/** Sent as one, which makes them one transaction, so that there is never half a journal. */
export async function createJournal(client: Client, { schema }: JournalPresence): Promise<void> {
  await client.query(`set local search_path to default; ${schema ? '' : 'create schema pgwright;'} ${definition}`)
}

/** Goes on with the plan's unfinished run, else begins one. */
export async function openRun(
  client: Client,
  plan: Plan,
): Promise<{ readonly runId: number; readonly resumed: boolean }> {
  const hash = planHash(plan)
  const { rows } = await client.query<{ id: string; state: RunState }>(
    `select id, state from pgwright.run
     where plan_hash = $1 and state in ('running', 'failed', 'rolling-back') order by id desc limit 1`,
    [hash],
  )
  const [unfinished] = rows
  if (unfinished === undefined) return { runId: await beginRun(client, plan, hash), resumed: false }
  const runId = Number(unfinished.id)
  if (unfinished.state === 'rolling-back') {
    throw new PgwrightError(
      'usage',
      `Run ${runId} of this plan is half taken back.`,
      `Take it back to the end first: pgwright rollback ${runId}.`,
    )
  }
  await setRunState(client, runId, 'running')
  return { runId, resumed: true }
}

async function beginRun(client: Client, plan: Plan, hash: string): Promise<number> {
  const steps = plan.changes.flatMap((change) =>
    change.steps.map((step) => ({ change_id: change.id, step, rollback: undo(step, change) })),
  )
  const { rows } = await client.query<{ id: string }>(
    `with run as (insert into pgwright.run (plan_hash, state) values ($1, 'running') returning id),
       step as (
         insert into pgwright.run_step (run_id, position, change_id, step, rollback, state)
         select run.id, s.position, s.value ->> 'change_id', s.value -> 'step', s.value -> 'rollback', 'pending'
         from run, pg_catalog.jsonb_array_elements($2) with ordinality as s (value, position)
       )
     select id from run`,
    [hash, JSON.stringify(steps)],
  )
  return Number(rows[0]?.id)
}

/** What takes a step back as far as the plan can tell; of an index that is dropped, or of a state, the catalog knows it when it is its turn. */
function undo(step: Step, change: Change): Step[] {
  const { ensure, locks } = step
  if (isState(ensure)) return []
  switch (ensure.kind) {
    case 'index-present': {
      const { schema, table, index } = ensure
      const sql = `drop index concurrently ${quoteQualified(schema, index)}`
      return [{ sql, ensure: { kind: 'index-absent', schema, table, index }, locks, transactional: false }]
    }
    case 'object-present': {
      const { type, names } = ensure
      const object = { type, names }
      return [{ sql: dropObjectSql(object), ensure: { kind: 'object-absent', ...object }, locks, transactional: true }]
    }
    case 'partitioned-index-present':
    case 'index-attached':
      return [undoPartitioned({ ...step, ensure })]
    case 'index-absent':
    case 'partitioned-index-absent':
    case 'index-detached':
    case 'object-absent':
      return []
    case 'always':
      // Of a change of type it is about what goes again as a whole.
      if (change.kind === 'change-type') return []
      return change.rollback.filter((step) => step.ensure.kind === 'always')
    default:
      return ensure satisfies never
  }
}

/** By what is done, so that a trial written into the plan leaves it the same plan. */
export function planHash({ changes }: Plan): string {
  const done = changes.map(({ id, steps }) => [id, ...steps.map(({ sql }) => sql)])
  return createHash('sha256').update(JSON.stringify(done)).digest('hex')
}

export async function readSteps(client: ClientBase, runId: number): Promise<JournalStep[]> {
  const { rows } = await client.query<Omit<JournalStep, 'runId'>>(
    `select position, change_id as "changeId", step, rollback, state, started_at is not null as begun
     from pgwright.run_step where run_id = $1 order by position`,
    [runId],
  )
  return rows.map(({ step, rollback, ...row }) => ({
    ...row,
    runId,
    step: stepSchema.parse(step),
    rollback: z.array(stepSchema).parse(rollback),
  }))
}

/** What runs have begun and not taken back, of which things are there that would else be another's. */
export async function stepsOfRuns(client: Client): Promise<Step[]> {
  if (!(await findJournal(client)).tables) return []
  const { rows } = await client.query<{ step: unknown }>(
    `select step from pgwright.run_step where started_at is not null and state <> 'rolled-back'`,
  )
  return z.array(stepSchema).parse(rows.map(({ step }) => step))
}

/** Written before a step is done, with all that taking it back will need. */
export async function beginStep(client: Client, { runId, position, step, rollback }: JournalStep): Promise<void> {
  await client.query(
    `update pgwright.run_step
     set state = 'running', step = $3, rollback = $4, started_at = pg_catalog.now(), finished_at = null, error = null
     where run_id = $1 and position = $2`,
    [runId, position, JSON.stringify(step), JSON.stringify(rollback)],
  )
}

export async function endStep(
  client: Client,
  { runId, position }: JournalStep,
  state: RunStepState,
  error: string | null = null,
): Promise<void> {
  await client.query(
    `update pgwright.run_step set state = $3, finished_at = pg_catalog.now(), error = $4
     where run_id = $1 and position = $2`,
    [runId, position, state, error],
  )
}

export async function setRunState(client: Client, runId: number, state: RunState): Promise<void> {
  await client.query(
    `update pgwright.run
     set state = $2, finished_at = case when $2 in ('running', 'rolling-back') then null else pg_catalog.now() end
     where id = $1`,
    [runId, state],
  )
}
