import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import type { CheckCategory } from '../../model/index.ts'
import { fingerprint } from '../../sql/index.ts'
import { startTwinServer, type TwinServer } from '../../twin/index.ts'
import type { Check } from '../check.ts'
import { notUnderstood } from '../inspect-rows.ts'
import { inspectWorkload } from '../inspect-workload.ts'
import { checks } from '../registry.ts'
import { readServer, type Server } from '../server.ts'
import { casesOf } from './all-cases.ts'
import type { AdvisedCase, CheckCase, GivenCase, PlantedCase, Stage, WorkloadCase } from './check-case.ts'
import { findByMeasuring, findIn, findingsOf, inspectOn, objectsOf } from './judge.ts'
import { plannedWorkload } from './planned-workload.ts'
import { lookers, makeLookers, onStage, open } from './stage.ts'

/** Started for the first case that plans. */
let twins: TwinServer | undefined

/** Tests every check of a category on its cases. */
export function testCategory(category: CheckCategory): void {
  const serverUrl = inject('serverUrl')
  let server: pg.Client
  beforeAll(async () => {
    await makeLookers(serverUrl)
    server = await open(serverUrl)
  })
  afterAll(async () => {
    await server.end()
    await twins?.stop()
    twins = undefined
  })
  for (const check of checks.filter((one) => one.category === category))
    describe(check.id, () => {
      const cases = casesOf.get(check.id) ?? []
      test('has a case with a defect, and one without', () => {
        expect(cases.some(({ finds }) => finds.length > 0)).toBe(true)
        expect(cases.some(({ finds, leaves = [] }) => finds.length === 0 || leaves.length > 0)).toBe(true)
      })
      for (const one of cases)
        test(one.title, async () => {
          if ('given' in one) await expectGiven(server, check, one)
          else if ('changes' in one) expectAdvised(check, one, await readServer(server))
          else if ('asker' in one)
            await onStage(serverUrl, one, async ({ client }) => {
              expect(objectsOf(await findByMeasuring(client, check, one), one)).toEqual([...one.finds].sort())
            })
          else if ('statements' in one) await onStage(serverUrl, one, (stage) => expectWorkload(stage, check, one))
          else await onStage(serverUrl, one, (stage) => expectPlanted(stage, check, one))
        })
    })
}

async function expectGiven(server: pg.Client, check: Check, one: GivenCase): Promise<void> {
  expect(objectsOf(await findIn(server, check, one), one)).toEqual([...one.finds].sort())
  // What a server gives must at least be what the check takes.
  const { skipped } = await inspectOn(server, [check], one)
  expect(skipped.filter(({ reason }) => reason === notUnderstood)).toEqual([])
}

function expectAdvised(check: Check, one: AdvisedCase, server: Server): void {
  const workload = { statements: [], gap: null, unplanned: null, snapshot: null, advice: one.changes, adviceGap: null }
  expect(objectsOf(findingsOf(inspectWorkload(check, workload, server)), one)).toEqual([...one.finds].sort())
}

async function expectWorkload({ client }: Stage, check: Check, one: WorkloadCase): Promise<void> {
  twins ??= await startTwinServer(18)
  const workload = await plannedWorkload(client, one, twins)
  const found = findingsOf(inspectWorkload(check, workload, await readServer(client)))
  const textOf = new Map(one.statements.map((sql) => [fingerprint(sql), sql]))
  expect(found.map(({ object }) => textOf.get(object)).sort()).toEqual([...one.finds].sort())
}

async function expectPlanted(stage: Stage, check: Check, one: PlantedCase): Promise<void> {
  const { client } = stage
  const seen = await inspectOn(client, [check], one)
  expect({ found: objectsOf(seen.findings, one), skipped: seen.skipped }).toEqual({
    found: [...one.finds].sort(),
    skipped: one.skipped ? [expect.anything()] : [],
  })
  for (const looker of lookers) await expectSameOrSkipped(await stage.connect(looker), looker, check, one)
  if (one.fixable !== false && seen.findings.some(({ fix }) => fix !== undefined)) await expectFixed(stage, check, one)
}

/** Whoever looks is told the same, or that not all could be seen. */
async function expectSameOrSkipped(client: pg.Client, looker: string, check: Check, one: CheckCase): Promise<void> {
  const { findings, skipped } = await inspectOn(client, [check], one)
  const found = objectsOf(findings, one)
  if (skipped.length === 0) expect({ looker, found }).toEqual({ looker, found: [...one.finds].sort() })
  else expect(one.finds).toEqual(expect.arrayContaining(found))
}

/** What is advised puts it right, and no check finds anything new. */
async function expectFixed({ client }: Stage, check: Check, one: CheckCase): Promise<void> {
  const catalog = checks.filter(({ reads, optional }) => reads === 'catalog' && !optional)
  const before = new Set((await inspectOn(client, catalog, one)).findings.map(({ fingerprint }) => fingerprint))
  for (const { fix = [], change } of (await inspectOn(client, [check], one)).findings) {
    const statements = change === undefined ? fix : change.steps.map(({ sql }) => sql)
    for (const sql of statements) await client.query(sql)
  }
  const { findings } = await inspectOn(client, [check], one)
  const left = findings.filter(({ fix }) => fix !== undefined)
  expect(objectsOf(left, one)).toEqual([])
  const after = (await inspectOn(client, catalog, one)).findings.filter(({ fingerprint }) => !before.has(fingerprint))
  expect(after.map(({ checkId, object }) => `${checkId} ${object}`)).toEqual([])
}
