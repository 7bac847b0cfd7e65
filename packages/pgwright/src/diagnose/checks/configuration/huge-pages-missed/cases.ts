import type { CheckCase } from '../../../testing/check-case.ts'

function given(status: string, bytes: number) {
  return [
    { name: 'huge_pages_status', setting: status },
    { name: 'huge_pages', setting: 'try' },
    { name: 'shared_buffers', setting: '', amount: bytes },
  ]
}

export const cases: readonly CheckCase[] = [
  { title: 'finds a large cache without', given: given('off', 32 * 2 ** 30), finds: ['huge_pages_status'] },
  { title: 'leaves one with', given: given('on', 32 * 2 ** 30), finds: [] },
  { title: 'leaves a small one', given: given('off', 2 ** 30), finds: [] },
]
