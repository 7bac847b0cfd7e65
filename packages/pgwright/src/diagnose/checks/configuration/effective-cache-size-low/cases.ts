import type { CheckCase } from '../../../testing/check-case.ts'

function given(planned: number, buffers: number) {
  return [
    { name: 'effective_cache_size', setting: '', amount: planned },
    { name: 'shared_buffers', setting: '', amount: buffers },
  ]
}

export const cases: readonly CheckCase[] = [
  { title: 'finds it below shared_buffers', given: given(4 * 2 ** 30, 16 * 2 ** 30), finds: ['effective_cache_size'] },
  { title: 'leaves it at or above them', given: given(16 * 2 ** 30, 16 * 2 ** 30), finds: [] },
]
