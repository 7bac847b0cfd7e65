import type { CheckCase } from '../../../testing/check-case.ts'

function given(buffers: number, data: number) {
  return [{ buffers, data, hits: 900, reads: 100, since: null }]
}

export const cases: readonly CheckCase[] = [
  {
    title: 'finds the default under a large database',
    given: given(128 * 2 ** 20, 50 * 2 ** 30),
    finds: ['shared_buffers'],
  },
  { title: 'leaves it under a small one', given: given(128 * 2 ** 20, 2 ** 30), finds: [] },
  { title: 'leaves what somebody chose', given: given(2 * 2 ** 30, 50 * 2 ** 30), finds: [] },
]
