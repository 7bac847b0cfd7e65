import { beforeAll, expect, test } from 'vitest'
import { twinServer } from '../../../test/twins.ts'
import type { RehearsedStatement } from '../../model/index.ts'
import type { TwinServer } from '../../twin/index.ts'
import type { ExpectedCase } from '../testing/expected-case.ts'
import { otherCases } from '../testing/other-cases.ts'
import { rehearseCases } from '../testing/rehearsed-cases.ts'
import { schemaCases } from '../testing/schema-cases.ts'
import { rules } from './registry.ts'

/** Told of nearly every file: the cases are too short for them, and each has a case of its own. */
const everywhere = new Set(['lock-timeout-missing', 'not-repeatable', 'schema-not-named'])

const cases: readonly ExpectedCase[] = [...schemaCases, ...otherCases]

let server: TwinServer
let done: RehearsedStatement[][]

beforeAll(async () => {
  server = await twinServer()
  done = await rehearseCases(server, cases)
}, 180_000)

test.each(
  cases.map((one, i) => [`${one.sql}${one.wrapped === true ? ' (in the tool’s transaction)' : ''}`, i] as const),
)('%s', (_, i) => {
  const statements = done[i] ?? []
  const { finds = [], safer } = cases[i] ?? {}
  expect(statements.map(({ error }) => error?.message).filter((message) => message !== undefined)).toEqual([])
  const found = statements.flatMap(({ findings }) => findings.map(({ severity, checkId }) => `${severity} ${checkId}`))
  expect(found.filter((one) => !everywhere.has(one.split(' ')[1] ?? '')).sort()).toEqual([...finds].sort())
  const forms = statements.flatMap(({ saferForm }) => saferForm ?? [])
  for (const { sql, error } of forms) expect({ sql, error }).toEqual({ sql, error: null })
  if (safer === null) expect(forms).toEqual([])
  else if (safer !== undefined) expect(forms.flatMap(({ sql }) => sql).join(';\n')).toMatch(safer)
})

test('what holds for a file is told of once in it', () => {
  const told = (i: number) => (done[i] ?? []).map(({ findings }) => findings.map(({ checkId }) => checkId))
  const two = cases.findIndex(({ sql }) => sql.startsWith('alter table orders_$ add v int; alter table tiny_$'))
  expect(
    told(two)
      .flat()
      .filter((id) => id === 'lock-timeout-missing'),
  ).toHaveLength(1)
  const limited = cases.findIndex(({ sql }) => sql.startsWith("set lock_timeout = '2s'; create"))
  expect(told(limited).flat()).not.toContain('lock-timeout-missing')
  const alone = cases.findIndex(({ sql }) => sql.startsWith('begin; alter table orders_$ add v int'))
  expect(told(alone).flat()).not.toContain('not-repeatable')
})

test('a change of type is told the command that plans it, as a shell takes it', () => {
  const helps = (sql: string) =>
    (done[cases.findIndex((one) => one.sql === sql)] ?? []).flatMap(({ findings }) =>
      findings.filter(({ checkId }) => checkId === 'type-change-rewrites').map(({ help }) => help),
    )
  expect(helps('alter table orders_$ alter total type bigint')).toEqual([
    expect.stringMatching(/: pgwright change-type <url> --table public\.orders_\d+ --column total --to bigint --out/),
  ])
  expect(helps('alter table orders_$ alter code type text using code::varchar(9)')).toEqual([
    expect.stringContaining("--column code --to text --using 'CAST(code AS varchar(9))' --out"),
  ])
  expect(helps('alter table events_$ alter kind type varchar(3)')).toEqual([expect.not.stringContaining('pgwright')])
})

test('every rule has an id of its own, and a case that it finds', () => {
  const ids = rules.map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
  const found = new Set(cases.flatMap(({ finds }) => finds.map((one) => one.split(' ')[1])))
  expect(ids.filter((id) => !found.has(id) && !everywhere.has(id))).toEqual([])
})
