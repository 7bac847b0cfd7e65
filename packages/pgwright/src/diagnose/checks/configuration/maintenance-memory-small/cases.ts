import type { CheckCase } from '../../../testing/check-case.ts'

function given(memory: number, bytes: number) {
  return [{ memory, schema: 'public', name: 'orders_pkey', bytes }]
}

export const cases: readonly CheckCase[] = [
  {
    title: 'finds the default beside a large index',
    given: given(64 * 2 ** 20, 10 * 2 ** 30),
    finds: ['maintenance_work_mem'],
  },
  { title: 'leaves it where indexes are small', given: given(64 * 2 ** 20, 2 ** 30), finds: [] },
  { title: 'leaves what somebody chose', given: given(2 ** 30, 10 * 2 ** 30), finds: [] },
]
