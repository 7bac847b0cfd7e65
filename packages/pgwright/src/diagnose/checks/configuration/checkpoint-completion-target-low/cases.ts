import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds the default of old',
    given: [{ name: 'checkpoint_completion_target', setting: '0.5' }],
    finds: ['checkpoint_completion_target'],
  },
  {
    title: 'leaves the default of today',
    given: [{ name: 'checkpoint_completion_target', setting: '0.9' }],
    finds: [],
  },
]
