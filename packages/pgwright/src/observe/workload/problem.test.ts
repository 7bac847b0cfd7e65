import { expect, test } from 'vitest'
import { openZoo } from '../testing/zoo.ts'
import { requireWorkload } from './problem.ts'

const zoo = await openZoo('create table "S 1".t (id int)')

test('a snapshot is taken without the extension, and lacks a workload for that reason', async () => {
  const snapshot = await zoo.observe()
  expect(snapshot.relations).toHaveLength(1)
  expect(snapshot.workload.statements).toEqual([])
  expect(() => requireWorkload(snapshot)).toThrow(expect.objectContaining({ code: 'missing-extension' }))
})

test('an empty workload, a hidden one and one of use are told apart', async () => {
  await zoo.client.query('create extension pg_stat_statements')
  const unused = await zoo.observe()
  expect(() => requireWorkload(unused)).toThrow(expect.objectContaining({ code: 'empty-workload' }))
  await zoo.client.query('select * from "S 1".t')
  const { plain, reader } = zoo.roles
  const hidden = await zoo.observe(plain)
  expect(() => requireWorkload(hidden)).toThrow(expect.objectContaining({ code: 'permission' }))
  requireWorkload(await zoo.observe(reader))
  requireWorkload(await zoo.observe())
})
