import type { CheckCase } from '../../../testing/check-case.ts'

const gigabyte = 2 ** 30

function given(workMem: number, connections: string, source = 'configuration file') {
  return [
    { name: 'work_mem', setting: '', amount: workMem },
    { name: 'max_connections', setting: connections },
    { name: 'effective_cache_size', setting: '', amount: 12 * gigabyte, source },
  ]
}

export const cases: readonly CheckCase[] = [
  { title: 'finds far more than there is', given: given(gigabyte / 4, '500'), finds: ['work_mem'] },
  { title: 'leaves what fits', given: given(2 ** 24, '200'), finds: [] },
  { title: 'does not guess where nobody told the memory', given: given(gigabyte / 4, '500', 'default'), finds: [] },
]
