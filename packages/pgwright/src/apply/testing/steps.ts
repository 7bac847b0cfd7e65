import { planOf } from '../../../test/plan.ts'
import type { DatabaseObject, Plan, Step } from '../../model/index.ts'
import { change } from './plan.ts'

export function objectStep(type: DatabaseObject['type'], names: readonly string[], sql: string): Step {
  return stepOf(sql, { kind: 'object-present', type, names: [...names], definition: null })
}

export function stepOf(sql: string, ensure: Step['ensure']): Step {
  return { sql, ensure, locks: [], transactional: ensure.kind !== 'index-present' }
}

/** One change of these steps. */
export function planOfSteps(steps: readonly Step[], kind: 'add-constraint' = 'add-constraint'): Plan {
  return planOf({ ...change(steps.map(({ sql }) => sql).join(), 'public', 't', ''), kind, steps: [...steps] })
}
