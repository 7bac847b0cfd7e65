import { expect, test } from 'vitest'
import { randomSource } from '../model/index.ts'
import { type Predicate, readComparisons } from '../sql/index.ts'
import type { Sample } from './sample.ts'
import type { TrialStatement } from './trial-statement.ts'
import { drawValues } from './values.ts'

const orders = sample(['tenant', 'courier', 'at', 'state'], 'NNDS', 100, (i) => [
  String(i % 5),
  String(i % 50),
  `2025-01-${String(10 + (i % 20))}`,
  `state "${i % 3}"`,
])
const couriers = sample(['tenant', 'id'], 'NN', 50, (i) => [String(i % 5), String(i)])
const samples = new Map([
  ['"public"."orders"', orders],
  ['"public"."couriers"', couriers],
])

function draw(conditions: string[], categories: string, sql = 'select', seed = 1) {
  return drawValues(subject(conditions.flatMap(readComparisons), categories, sql), samples, randomSource(seed))
}

test('the values of one set come from one row', () => {
  for (let seed = 1; seed <= 10; seed++) {
    const { parameters } = draw(['((o.tenant = $1) AND (o.courier = $2))'], 'NN', 'select', seed)
    expect(rowsOf(orders)).toContainEqual(expect.objectContaining({ tenant: parameters[0], courier: parameters[1] }))
  }
})

test('the same seed draws the same values, another one others', () => {
  const conditions = ['(o.courier = $1)']
  expect(draw(conditions, 'N')).toEqual(draw(conditions, 'N'))
  const drawn = new Set([1, 2, 3, 4, 5].map((seed) => draw(conditions, 'N', 'select', seed).parameters[0]))
  expect(drawn.size).toBeGreaterThan(1)
})

test('a setting of a policy gets the value that rows have, the same for both sides of a join', () => {
  const tenant = (alias: string) =>
    `(${alias}.tenant = (NULLIF(current_setting('app.org'::text, true), ''::text))::int)`
  const { settings, parameters } = draw([tenant('o'), tenant('c'), '(o.courier = c.id)', '(c.id = $1)'], 'N')
  const courier = rowsOf(couriers).find(({ id }) => id === parameters[0])
  expect(courier?.tenant).toBe(settings.get('app.org'))
})

test('a list holds ten values, quoted where they need it', () => {
  const { parameters } = draw(['(o.state = ANY ($1))', '(o.courier = ANY ($2))'], 'AA')
  expect(parameters[0]).toMatch(/^\{"state \\"\d\\"",/)
  expect(parameters[1]?.split(',')).toHaveLength(10)
})

test('a range with both ends is in order, and ranges are of different lengths', () => {
  for (let seed = 1; seed <= 10; seed++) {
    const [from = '', to = ''] = draw(['((o.at >= $1) AND (o.at < $2))'], 'DD', 'select', seed).parameters
    expect(from <= to).toBe(true)
  }
  const starts = [1, 2, 3, 4, 5].map((seed) => draw(['(o.at > $1)'], 'D', 'select', seed).parameters[0])
  expect(new Set(starts).size).toBeGreaterThan(1)
})

test('a limit, an offset and a length of time have usual values', () => {
  const sql = `select * from orders where at > now() - $1::interval limit $2 offset $3`
  expect(draw([], 'TNN', sql).parameters).toEqual(['1 day', '50', '0'])
})

test('a parameter of another kind than the column, or without one, gets a usual value of its type', () => {
  expect(draw(['(o.at > $1)', '(upper($2) = $3)'], 'TSB').parameters).toEqual(['1 day', '1', 'true'])
})

test('a type without a usual value is no reason to guess', () => {
  expect(() => draw([], 'U')).toThrow('No value is known for its parameter $1 of type point.')
})

function subject(comparisons: Predicate[], categories: string, sql: string): TrialStatement {
  return {
    statement: { fingerprint: '', sql, role: null, calls: 1, totalMs: 0, rows: 0 },
    sql,
    role: null,
    parameters: [...categories].map((category) => ({ category, name: category === 'U' ? 'point' : 'any' })),
    tables: new Map([
      ['o', { schema: 'public', name: 'orders' }],
      ['c', { schema: 'public', name: 'couriers' }],
    ]),
    comparisons,
    requiredSettings: new Map(),
  }
}

function sample(columns: string[], categories: string, size: number, row: (i: number) => string[]): Sample {
  const rows = Array.from({ length: size }, (_, i) => new Map(row(i).map((value, k) => [columns[k] ?? '', value])))
  return { rows, categories: new Map(columns.map((column, k) => [column, categories[k] ?? ''])) }
}

function rowsOf({ rows }: Sample) {
  return rows.map((row) => Object.fromEntries(row))
}
