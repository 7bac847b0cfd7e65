import type { Client } from 'pg'
import type { Plan } from '../model/index.ts'
import { createJournal, findJournal, planHash } from './journal.ts'

/** All rows of a journal, as JSON has them. */
export interface JournalRows {
  readonly runs: readonly { readonly plan_hash: string; readonly state: string }[]
  readonly steps: readonly { readonly change_id: string }[]
}

const none: JournalRows = { runs: [], steps: [] }

/** What runs have done to a database, so that its copy can be gone on with as the database itself would be. */
export async function readJournal(client: Client): Promise<JournalRows> {
  if (!(await findJournal(client)).tables) return none
  const { rows } = await client.query<JournalRows>(
    `select (select coalesce(pg_catalog.json_agg(r), '[]') from pgwright.run as r) as runs,
       (select coalesce(pg_catalog.json_agg(s), '[]') from pgwright.run_step as s) as steps`,
  )
  return rows[0] ?? none
}

/**
 * Writes a journal into a copy of its database. Runs of `plan` become runs of the part of it that is tried on the copy.
 *
 * @returns whether the plan has a run that was broken off
 */
export async function writeJournal(client: Client, journal: JournalRows, plan: Plan, tried: Plan): Promise<boolean> {
  const presence = await findJournal(client)
  if (!presence.tables) await createJournal(client, presence)
  const [whole, part] = [planHash(plan), planHash(tried)]
  const own = new Set(plan.changes.map(({ id }) => id))
  const kept = new Set(tried.changes.map(({ id }) => id))
  const runs = journal.runs.map((run) => ({ ...run, plan_hash: run.plan_hash === whole ? part : run.plan_hash }))
  const steps = journal.steps.filter(({ change_id: id }) => kept.has(id) || !own.has(id))
  await client.query(
    `with run as (
       insert into pgwright.run overriding system value
       select * from pg_catalog.json_populate_recordset(null::pgwright.run, $1) returning id
     ), next as (
       select pg_catalog.setval(pg_catalog.pg_get_serial_sequence('pgwright.run', 'id'), pg_catalog.max(id)) from run having count(*) > 0
     )
     insert into pgwright.run_step
     select s.* from pg_catalog.json_populate_recordset(null::pgwright.run_step, $2) as s, (select count(*) from next) as n`,
    [JSON.stringify(runs), JSON.stringify(steps)],
  )
  return runs.some(({ plan_hash: hash, state }) => hash === part && (state === 'running' || state === 'failed'))
}
