import { expect, test } from 'vitest'
import type { Relation, Snapshot } from '../../model/index.ts'
import { formValues } from './form-values.ts'

function valuesFrom(kind: Relation['kind']) {
  const relation = { schema: 'public', name: 't', kind, size: { blocks: 10 } }
  const cost = { 'Startup Cost': 0, 'Total Cost': 1, 'Plan Rows': 1, 'Plan Width': 4 }
  const scan = { 'Node Type': kind === 'foreign' ? 'Foreign Scan' : 'Seq Scan', Filter: '(t.id = $1)' }
  const plan = { ...scan, ...cost, Schema: 'public', 'Relation Name': 't', Alias: 't' }
  return formValues({ relations: [relation] } as unknown as Snapshot, 'select 1 from t where id = $1', plan)
}

test('values are drawn from what TABLESAMPLE takes, and from no foreign table', () => {
  for (const kind of ['table', 'matview', 'partitioned'] as const)
    expect(valuesFrom(kind)).toMatch(/^select t1\."id" as "1"/)
  expect(valuesFrom('foreign')).toBeNull()
})
