import { expect, test } from 'vitest'
import { createDatabase } from '../../../test/database.ts'
import { readsRows } from '../inspect-rows.ts'
import { checks } from '../registry.ts'
import { readServer } from '../server.ts'
import { isOfApplication, statementOf } from './statement-of.ts'

function ofApplication(sql: string): boolean {
  return isOfApplication(statementOf(sql))
}

test('what reads the catalog alone is no application, whatever it calls its parts', () => {
  expect(ofApplication('with a as (select c.oid from pg_catalog.pg_class c) select count(*) from a')).toBe(false)
  expect(
    ofApplication('with a as (select c.oid from pg_class c) select count(*) from a join orders o using (oid)'),
  ).toBe(true)
  expect(ofApplication('with a as (select 1) select * from public.a')).toBe(true)
})

test('no statement of a check is taken for an application', async () => {
  const { client } = await createDatabase()
  const server = await readServer(client)
  const taken = checks.filter(readsRows).filter((check) => ofApplication(check.sql(server)))
  expect(taken.map(({ id }) => id)).toEqual([])
})
