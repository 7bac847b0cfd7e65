import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../../../test/database.ts'
import { planOf } from '../../../test/plan.ts'
import { scratchFolder } from '../../../test/scratch.ts'
import { type ApplyEvent, applyPlan, requireApplicable } from '../index.ts'
import type { Connect } from '../runner.ts'
import { connector, createIndex } from '../testing/plan.ts'
import { findPlaces, freeOf } from './local-places.ts'

let database: TestDatabase
let connect: Connect
let folder: string

beforeAll(async () => {
  database = await createDatabase({ schema: 'create table t (id int)' })
  connect = connector(database.url)
  folder = scratchFolder()
})

beforeEach(() => database.client.query('drop schema if exists pgwright cascade; drop index if exists by_id'))

const change = createIndex(
  { schema: 'public', table: 't' },
  'by_id',
  'create index concurrently by_id on public.t (id)',
)
const sizeBytes = 3 * 1024 ** 3
const plan = planOf({ ...change, sizeBytes })

/** More than any disk has. */
const tooMuch = 2 ** 60

describe('of a server on this machine', () => {
  test('free space is asked of the file systems that it writes to', async () => {
    const places = await findPlaces(database.client, plan)
    expect(places?.map(({ name }) => name)).toEqual(['the data directory', 'the WAL'])
    const { rows } = await database.client.query('show data_directory')
    expect(places?.[0]?.path).toBe(rows[0].data_directory)
    expect((await freeOf(places ?? [])).bytes).toBeGreaterThan(0)
  })

  test('a step that would leave too little is held up, then given up on before anything is done', async () => {
    const told: ApplyEvent[] = []
    const onProgress = (event: ApplyEvent) => told.push(event)
    const brakes = { minFreeBytes: tooMuch, timeoutMs: 600 }
    await expect(applyPlan(connect, plan, { brakes, onProgress })).rejects.toMatchObject({
      code: 'resources',
      message: expect.stringMatching(
        /the disk of the \S+( \S+)? has .* free \(at least .*, of which the step .* 6\.0 GB\)/,
      ),
      hint: expect.stringContaining('--min-disk-free'),
    })
    expect(told.filter(({ kind }) => kind === 'braking')).toHaveLength(1)
    expect(told.map(({ kind }) => kind)).not.toContain('step-started')
    expect(await applyPlan(connect, planOf(change), { brakes: { minFreeBytes: 1 } })).toMatchObject({
      id: 1,
      state: 'done',
    })
  })

  test('a role that may not see where its files are is told once that free space is not known', async () => {
    const role = `owner_${database.name}`
    await database.client.query(`create role ${role} login password '${database.password}'; alter table t owner to ${role};
      grant create on schema public to ${role}; grant create on database ${database.name} to ${role}`)
    const told: ApplyEvent[] = []
    const brakes = { minFreeBytes: tooMuch }
    const onProgress = (event: ApplyEvent) => told.push(event)
    expect(await applyPlan(connector(database.urlAs(role)), plan, { brakes, onProgress })).toMatchObject({
      state: 'done',
    })
    expect(told.filter(({ kind }) => kind === 'disk-unknown')).toHaveLength(1)
    await database.client.query(`reassign owned by ${role} to current_user; drop owned by ${role}; drop role ${role}`)
  })
})

describe('a command that tells it', () => {
  test.each([
    ['enough', sizeBytes * 2 + 1024 ** 3, 'done'],
    ['a byte too little', sizeBytes * 2 + 1024 ** 3 - 1, 'resources'],
  ])('with %s', async (_, bytes, outcome) => {
    const brakes = { diskFreeCommand: `echo ${bytes}`, timeoutMs: 0 }
    const run = await applyPlan(connect, plan, { brakes }).catch((error) => error)
    expect(run.state ?? run.code).toBe(outcome)
  })

  test('is asked again while too little is free, and the step begins when there is enough', async () => {
    const file = join(folder, 'free')
    await writeFile(file, '1')
    const told: string[] = []
    const onProgress = (event: ApplyEvent) => {
      told.push(event.kind)
      if (event.kind === 'braking') writeFile(file, String(2 ** 50))
    }
    const brakes = { diskFreeCommand: `cat '${file}'` }
    expect(await applyPlan(connect, plan, { brakes, onProgress })).toMatchObject({ state: 'done' })
    expect(told.filter((kind) => kind === 'braking')).toHaveLength(1)
    expect(told.indexOf('braking')).toBeLessThan(told.indexOf('step-started'))
  }, 30_000)

  test('and does not work is found before anything is written', async () => {
    const options = { brakes: { diskFreeCommand: 'exit 3' } }
    await expect(requireApplicable(connect, plan, options)).rejects.toMatchObject({ code: 'usage' })
    await expect(applyPlan(connect, plan, options)).rejects.toMatchObject({ code: 'usage' })
    const { rows } = await database.client.query(`select to_regnamespace('pgwright') is null as untouched`)
    expect(rows).toEqual([{ untouched: true }])
  })
})
