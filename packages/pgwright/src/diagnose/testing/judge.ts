import type pg from 'pg'
import type { Finding } from '../../model/index.ts'
import type { Check } from '../check.ts'
import type { CheckOutcome } from '../check-outcome.ts'
import { findingOf } from '../finding.ts'
import { inspectRows, readsRows } from '../inspect-rows.ts'
import { inspectMeasured } from '../inspect-workload.ts'
import { type Inspection, inspectionOf } from '../inspection.ts'
import { measurePolicies } from '../policy-overhead.ts'
import { readServer, type Server } from '../server.ts'
import type { CheckCase, GivenCase, MeasuredCase } from './check-case.ts'

/** The server that a case believes in: a test's own is minutes old, and its counters too young for many checks. */
async function believed(client: pg.Client, { server }: Pick<CheckCase, 'server'>): Promise<Server> {
  return { ...(await readServer(client)), statsSince: null, ...server }
}

/** Runs checks as a reader would, and leaves the session as it was. */
export async function inspectOn(
  client: pg.Client,
  checks: readonly Check[],
  one: Pick<CheckCase, 'server'> = {},
): Promise<Inspection> {
  const server = await believed(client, one)
  const outcomes = []
  for (const check of checks.filter(readsRows)) outcomes.push(await inspectRows(check, server, readOnly(client)))
  return inspectionOf(server, outcomes)
}

/** Of one outcome. */
export function findingsOf({ check, defects }: CheckOutcome): Finding[] {
  return defects.map((defect) => findingOf(check, defect))
}

/** What a check finds in rows that are given. */
export async function findIn(client: pg.Client, check: Check, one: GivenCase): Promise<Finding[]> {
  if (!('sql' in check)) throw new Error(`${check.id} reads no rows`)
  const here = await believed(client, one)
  const rows = one.given.map((row) => check.row.parse(row))
  return check.detect(rows, here).map((defect) => findingOf(check, defect))
}

/** Objects of findings, in the order of their names; among others, only those that the case names. */
export function objectsOf(findings: readonly Finding[], one: CheckCase): string[] {
  const named = new Set([...one.finds, ...(one.leaves ?? [])])
  const objects = findings.map(({ object }) => object)
  return objects.filter((object) => !('amongOthers' in one) || named.has(object)).sort()
}

function readOnly(client: pg.Client) {
  return async (sql: string) => {
    await client.query('begin read only')
    return client
      .query(sql)
      .then(({ rows }) => rows)
      .finally(() => client.query('rollback'))
  }
}

/** What a check finds by measuring policies. */
export async function findByMeasuring(client: pg.Client, check: Check, { asker }: MeasuredCase): Promise<Finding[]> {
  if (check.reads !== 'measured') throw new Error(`${check.id} measures nothing`)
  await client.query('begin read only')
  const measured = await measurePolicies(client, asker).finally(() => client.query('rollback'))
  return findingsOf(inspectMeasured(check, measured, await readServer(client)))
}
