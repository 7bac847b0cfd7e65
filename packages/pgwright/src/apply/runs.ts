import type { Client } from 'pg'
import { PgwrightError, type Run, type RunState, type RunStep, runSchema } from '../model/index.ts'
import { toPgwrightError } from '../postgres/index.ts'
import { findJournal } from './journal.ts'

/**
 * The runs that the target's journal tells of, newest first; none where there is no journal.
 *
 * @throws PgwrightError for whatever goes wrong
 */
export async function listRuns(client: Client): Promise<Run[]> {
  try {
    const journal = await findJournal(client)
    return journal.tables ? await readRuns(client) : []
  } catch (error) {
    throw toPgwrightError(error, 'reading the runs from the schema pgwright')
  }
}

/** @throws PgwrightError `usage` where the journal has no such run */
export async function readRun(client: Client, runId: number): Promise<Run> {
  const [run] = await readRuns(client, runId)
  if (run !== undefined) return run
  throw new PgwrightError('usage', `There is no run ${runId} in this database.`, 'List the runs: pgwright runs.')
}

interface RunRow {
  readonly id: string
  readonly state: RunState
  readonly startedAt: Date
  readonly finishedAt: Date | null
  readonly steps: readonly RunStep[]
}

/** Newest first; one alone where its id is given. */
async function readRuns(client: Client, id?: number): Promise<Run[]> {
  const { rows } = await client.query<RunRow>(
    `select r.id, r.state, r.started_at as "startedAt", r.finished_at as "finishedAt",
       coalesce(pg_catalog.json_agg(pg_catalog.json_build_object('position', s.position, 'changeId', s.change_id,
           'sql', s.step ->> 'sql', 'state', s.state, 'startedAt', s.started_at, 'finishedAt', s.finished_at,
           'error', s.error) order by s.position) filter (where s.position is not null), '[]') as steps
     from pgwright.run r
     left join pgwright.run_step s on s.run_id = r.id
     where $1::bigint is null or r.id = $1
     group by r.id
     order by r.id desc`,
    [id ?? null],
  )
  return rows.map(({ id, startedAt, finishedAt, steps, ...row }) =>
    runSchema.parse({
      ...row,
      id: Number(id),
      startedAt: startedAt.toISOString(),
      finishedAt: finishedAt?.toISOString() ?? null,
      steps: steps.map((step) => ({ ...step, startedAt: iso(step.startedAt), finishedAt: iso(step.finishedAt) })),
    }),
  )
}

/** JSON has the server's time zone in it. */
function iso(timestamp: string | null): string | null {
  return timestamp === null ? null : new Date(timestamp).toISOString()
}
