import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdir, mkdtemp } from 'node:fs/promises'
import path from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { planOf } from '../../test/plan.ts'
import { scratchFolder } from '../../test/scratch.ts'
import { change, createIndex, dropIndex } from '../apply/testing/plan.ts'
import { planOfSteps, stepOf } from '../apply/testing/steps.ts'
import type { Plan } from '../model/index.ts'
import { exportPlan } from './export-plan.ts'
import { hostilePlan } from './testing/plan.ts'
import { type ToolName, toolNames } from './tools.ts'

const scratch = scratchFolder()
let folder: string
beforeEach(async () => {
  folder = await mkdtemp(path.join(scratch, 'migrations-'))
})

const on = { schema: 'public', table: 'orders' }
const indexPlan = planOf(createIndex(on, 'a_idx', 'create index concurrently a_idx on public.orders (a)'))

/** Every file with its text. */
function filesIn(): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return Object.fromEntries(
    names.map(({ parentPath, name }) => {
      const full = path.join(parentPath, name)
      return [path.relative(folder, full), readFileSync(full, 'utf8')]
    }),
  )
}

const exported = (plan: Plan, to: ToolName, force = false) => exportPlan(plan, { to, folder, force })

describe.each(toolNames)('files for %s', (to) => {
  test('are the same when the plan is exported again, and nothing is written then', async () => {
    const first = await exported(hostilePlan(), to)
    const before = filesIn()
    expect(Object.keys(before).sort()).toEqual(first.files.map((one) => one.path).sort())
    const second = await exported(hostilePlan(), to)
    expect(second.files.filter(({ state }) => state === 'written')).toEqual([])
    expect(filesIn()).toEqual(before)
  })

  test('are not overwritten where one was edited, and none is written then, unless by force', async () => {
    const { files } = await exported(hostilePlan(), to)
    const edited = files.find((one) => /plain.idx/.test(one.path))?.path ?? ''
    writeFileSync(path.join(folder, edited), 'edited')
    await expect(exported(hostilePlan(), to)).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringContaining(edited),
    })
    expect(filesIn()[edited]).toBe('edited')
    await exported(hostilePlan(), to, true)
    expect(filesIn()[edited]).not.toBe('edited')
  })

  test('have plain names, whatever the plan names', async () => {
    const { files } = await exported(hostilePlan(), to)
    for (const one of files) expect(one.path).toMatch(/^[\w./-]+$/)
  })

  test('say how to run them', async () => {
    const { notes } = await exported(indexPlan, to)
    expect(notes.length).toBeGreaterThan(0)
  })
})

test('Drizzle’s journal keeps what it has, and what is added is newer, for it leaves out what is older', async () => {
  await mkdir(path.join(folder, 'meta'))
  const entry = { idx: 0, version: '7', when: Date.UTC(2030, 0), tag: '0000_first', breakpoints: true }
  const snapshot = { id: 'a', prevId: 'b', version: '7', dialect: 'postgresql', tables: { 'public.t': {} } }
  writeFileSync(path.join(folder, 'meta/_journal.json'), JSON.stringify({ version: '7', entries: [entry] }))
  writeFileSync(path.join(folder, 'meta/0000_snapshot.json'), JSON.stringify(snapshot))
  await exported(indexPlan, 'drizzle')
  await exported(indexPlan, 'drizzle')
  const files = filesIn()
  const { entries } = JSON.parse(files['meta/_journal.json'] ?? '')
  expect(entries).toMatchObject([entry, { idx: 1, when: Date.UTC(2030, 0) + 1, tag: expect.stringMatching(/^0001_/) }])
  expect(JSON.parse(files['meta/0001_snapshot.json'] ?? '')).toMatchObject({ prevId: 'a', tables: { 'public.t': {} } })
})

test('Alembic’s revisions follow the head that is there, also when they are exported again', async () => {
  const write = (id: string, follows: string) =>
    writeFileSync(
      path.join(folder, `${id}.py`),
      `revision: str = '${id}'\ndown_revision: Union[str, None] = ${follows}\n`,
    )
  write('aaa', 'None')
  write('bbb', "('aaa',\n  )")
  const { files } = await exported(indexPlan, 'alembic')
  const [made = ''] = files.map((one) => one.path)
  expect(filesIn()[made]).toMatch(/^down_revision = """bbb"""$/m)
  write('ccc', `'${made.slice(0, 12)}'`)
  expect((await exported(indexPlan, 'alembic')).files).toMatchObject([{ state: 'unchanged' }])
  write('ddd', "'aaa'")
  const other = planOf(dropIndex(on, 'a_idx'))
  await expect(exported(other, 'alembic')).rejects.toMatchObject({ code: 'usage' })
})

test('Prisma’s migration_lock.toml is left as it is', async () => {
  writeFileSync(path.join(folder, 'migration_lock.toml'), '# mine\nprovider = "postgresql"\n')
  await exported(indexPlan, 'prisma')
  expect(filesIn()['migration_lock.toml']).toContain('# mine')
})

test('no index is created if not exists: an invalid one would pass for it', async () => {
  for (const to of toolNames) await exportPlan(hostilePlan(), { to, folder: path.join(folder, to) })
  expect(JSON.stringify(filesIn())).not.toMatch(/index concurrently if not exists/i)
})

test('a change whose way back the plan does not know says so, and does not pass for taken back', async () => {
  const plan = planOf(dropIndex(on, 'a_idx'))
  for (const to of toolNames) await exportPlan(plan, { to, folder: path.join(folder, to) })
  const files = Object.entries(filesIn())
  const textOf = (tool: string) => files.find(([name]) => name.startsWith(`${tool}/`))?.[1]
  for (const tool of ['knex', 'kysely', 'typeorm']) expect(textOf(tool)).toMatch(/down.*\n\s+throw new Error/)
  expect(textOf('node-pg-migrate')).toContain('exports.down = false')
  expect(textOf('alembic')).toContain('raise NotImplementedError')
  expect(files.filter(([name]) => /flyway\/U/.test(name))).toEqual([])
})

test('what the application is to ask instead is told, and is in no file', async () => {
  const asked = { ...change('r', 'public', 'orders', 'select 1\n--'), kind: 'rewrite-query' as const, steps: [] }
  const { notes } = await exported(planOf(...indexPlan.changes, asked), 'sql')
  expect(notes.at(-1)).toMatch(/select 1 --$/)
  await expect(exported(planOf(asked), 'sql')).rejects.toMatchObject({ code: 'usage' })
})

test.each([
  ['two statements', 'analyze public.t; drop table public.t'],
  ['no SQL', 'analyse the table'],
  ['the end of a transaction', 'commit'],
])('a step that is %s is refused', async (_, sql) => {
  const plan = planOfSteps([stepOf(sql, { kind: 'always' })])
  await expect(exported(plan, 'sql')).rejects.toMatchObject({ code: 'bad-file' })
  expect(filesIn()).toEqual({})
})

test('a plan that was edited is refused: another index, a time that is none, a change without what it needs', async () => {
  const other = planOf(createIndex(on, 'b_idx', 'create index concurrently a_idx on public.orders (a)'))
  const needing = planOf(...indexPlan.changes.map((one) => ({ ...one, dependsOn: ['gone'] })))
  for (const plan of [other, { ...indexPlan, createdAt: 'soon' }, needing])
    await expect(exported(plan, 'sql')).rejects.toMatchObject({ code: 'bad-file' })
})

test('what a tool has no way to write is refused', async () => {
  const plan = (text: string) => planOfSteps([stepOf(`comment on table public.t is '${text}'`, { kind: 'always' })])
  await expect(exported(plan('a\\?'), 'knex')).rejects.toMatchObject({ code: 'unsupported' })
  await expect(exported(plan('--> statement-breakpoint'), 'drizzle')).rejects.toMatchObject({ code: 'unsupported' })
})

test('a name must begin with a letter', async () => {
  await expect(exportPlan(indexPlan, { to: 'sql', folder, name: '../1' })).rejects.toMatchObject({ code: 'usage' })
})
