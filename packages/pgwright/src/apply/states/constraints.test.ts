import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../../../test/database.ts'
import type { Step } from '../../model/index.ts'
import { type ApplyEvent, applyPlan, rollbackRun } from '../index.ts'
import type { Connect } from '../runner.ts'
import { connector } from '../testing/plan.ts'
import { objectStep, planOfSteps, stepOf } from '../testing/steps.ts'
import { wholeCatalog } from '../testing/whole-catalog.ts'

let database: TestDatabase
let connect: Connect
let before: string

beforeAll(async () => {
  database = await createDatabase({
    schema: `create table "Or ders" (id int, "A" int, b int, note text);
      insert into "Or ders" select i, i, i, 'x' from generate_series(1, 600) as i;
      create unique index was_there on "Or ders" (b); comment on index was_there is 'kept';
      create table refs (id int primary key, "order" int);
      insert into refs select i, i from generate_series(1, 100) as i`,
  })
  connect = connector(database.url)
  before = await wholeCatalog(database)
})

beforeEach(async () => {
  await database.client.query('drop schema if exists pgwright cascade')
})

const table = '"public"."Or ders"'
const on = { schema: 'public', table: 'Or ders' }

const constraint = (name: string, definition: string, of = 'Or ders'): Step =>
  objectStep(
    'table constraint',
    ['public', of, name],
    `alter table "public"."${of}" add constraint "${name}" ${definition}`,
  )

const validate = (name: string, of = 'Or ders'): Step =>
  stepOf(`alter table "public"."${of}" validate constraint "${name}"`, {
    kind: 'constraint-valid',
    schema: 'public',
    table: of,
    constraint: name,
  })

const unique = (index: string, column: string): Step =>
  stepOf(`create unique index concurrently ${index} on ${table} (${column})`, {
    kind: 'index-present',
    ...on,
    index,
    definition: null,
  })

const notNull = (column: string): Step =>
  stepOf(`alter table ${table} alter column "${column}" set not null`, { kind: 'column-not-null', ...on, column })

const steps: readonly Step[] = [
  constraint('A known', 'check ("A" is not null) not valid'),
  validate('A known'),
  notNull('A'),
  unique('own', '"A"'),
  constraint('own', 'unique using index own'),
  constraint('was_there', 'unique using index was_there'),
  notNull('id'),
  unique('key', 'id'),
  constraint('key', 'primary key using index key'),
  constraint('of order', 'foreign key ("order") references public."Or ders" (id) not valid', 'refs'),
  validate('of order', 'refs'),
  stepOf(`alter table ${table} drop constraint "A known"`, {
    kind: 'object-absent',
    type: 'table constraint',
    names: ['public', 'Or ders', 'A known'],
  }),
  stepOf(`alter table ${table} alter column "A" drop not null`, { kind: 'column-nullable', ...on, column: 'A' }),
]

test('constraints are made by their safe routes, and taken back to the exact catalog', async () => {
  const run = await applyPlan(connect, planOfSteps(steps))
  expect(run).toMatchObject({ state: 'done', steps: steps.map(() => ({ state: 'done', error: null })) })
  const applied = await wholeCatalog(database)
  for (const line of [
    'constraint "Or ders" own UNIQUE ("A") t',
    'constraint "Or ders" key PRIMARY KEY (id) t',
    'constraint refs of order FOREIGN KEY ("order") REFERENCES "Or ders"(id) t',
  ])
    expect(applied.split('\n')).toContain(line)
  await rollbackRun(connect, run.id)
  expect(await wholeCatalog(database)).toBe(before)
})

test.each([2, 3, 4, 6, 7, 10, 12, 13])(
  'killed at step %i, with the one before done and not written down, it goes on and is taken back',
  async (position) => {
    await stoppedAt(position)
    const last = position - 1
    await database.client.query(`update pgwright.run set state = 'running', finished_at = null`)
    await database.client.query(
      `update pgwright.run_step set state = 'running', finished_at = null, step = case
         when step -> 'ensure' ? 'definition' then jsonb_set(step, '{ensure,definition}', 'null') else step end
       where position = $1 and step -> 'ensure' ->> 'kind' <> 'index-present'`,
      [last],
    )
    if (position % 2 === 0 || position > 12)
      expect(await applyPlan(connect, planOfSteps(steps))).toMatchObject({ id: 1, state: 'done' })
    await rollbackRun(connect, 1)
    expect(await wholeCatalog(database)).toBe(before)
  },
)

describe('rows that break it', () => {
  test.each([
    ['a check', [constraint('low', 'check (b < 300) not valid'), validate('low')], '"Or ders" where not ((b < 300))'],
    [
      'a foreign key',
      [constraint('ref', 'foreign key ("A") references public.refs (id) not valid'), validate('ref')],
      'not exists (select from public.refs o where o.id = r."A")',
    ],
    ['NOT NULL', [notNull('note')], '"note" is null'],
  ] as const)('of %s fail the step, and are told how to be found', async (_, broken, hint) => {
    await database.client.query(`update "Or ders" set note = null where id = 7`)
    const error = await applyPlan(connect, planOfSteps(broken)).catch((e) => e)
    expect(error).toMatchObject({ code: 'server', hint: expect.stringContaining(hint) })
    const [, query = ''] = /Find them with: (.*); put/.exec(error.hint) ?? []
    const { rows } = await database.client.query(query)
    expect(rows.length).toBeGreaterThan(0)
    await rollbackRun(connect, 1)
    expect(await wholeCatalog(database)).toBe(before)
  })
})

describe('before anything is done', () => {
  test.each([
    ['a statement of another constraint', [{ ...validate('x'), sql: validate('y').sql }], 'bad-file'],
    ['two statements', [{ ...notNull('A'), sql: `${notNull('A').sql}; drop table refs` }], 'bad-file'],
    ['two commands', [{ ...notNull('A'), sql: `${notNull('A').sql}, alter b set not null` }], 'bad-file'],
    [
      'a name that is not qualified',
      [{ ...notNull('A'), sql: 'alter table "Or ders" alter "A" set not null' }],
      'bad-file',
    ],
    ['a constraint that is not there', [validate('nowhere')], 'usage'],
    ['a column that is not there', [notNull('nowhere')], 'usage'],
    ['an index that the constraint would rename', [constraint('other', 'unique using index was_there')], 'bad-file'],
    [
      'a key of a column that can be null',
      [unique('k', 'id'), constraint('k', 'primary key using index k')],
      'unsupported',
    ],
  ] as const)('%s is refused', async (_, refused, code) => {
    await expect(applyPlan(connect, planOfSteps(refused))).rejects.toMatchObject({ code })
    expect(await wholeCatalog(database)).toBe(before)
  })

  test.each([
    ['a check that reads the table', constraint('c', 'check (b > 0)'), 'NOT VALID'],
    ['NOT NULL without a check', notNull('note'), 'is not null) not valid'],
    ['a unique constraint without an index', constraint('c', 'unique (b)'), 'using that index'],
    ['an exclusion constraint', constraint('c', 'exclude using btree (b with =)'), 'quiet hour'],
  ] as const)('%s is refused on a table too large for the time', async (_, step, hint) => {
    // A millisecond is time for two pages, and the table has more.
    const run = applyPlan(connect, planOfSteps([step]), { holdTimeoutMs: 1 })
    await expect(run).rejects.toMatchObject({ code: 'unsupported', hint: expect.stringContaining(hint) })
  })
})

test('a role that does not own the table is told so before anything is done', async () => {
  const { name, password, urlAs } = database
  await database.client.query(
    `drop role if exists other_${name}; create role other_${name} login password '${password}'`,
  )
  const other = connector(urlAs(`other_${name}`))
  await expect(applyPlan(other, planOfSteps([notNull('A')]))).rejects.toMatchObject({ code: 'permission' })
  await database.client.query(`drop role other_${name}`)
})

async function stoppedAt(position: number): Promise<void> {
  const stop = new AbortController()
  const onProgress = (event: ApplyEvent) => {
    if (event.kind === 'step-started' && event.position === position) stop.abort()
  }
  const run = applyPlan(connect, planOfSteps(steps), { onProgress, signal: stop.signal })
  await expect(run).rejects.toMatchObject({ code: 'cancelled' })
}
