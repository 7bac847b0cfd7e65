import type { CheckCase } from '../../../testing/check-case.ts'

function given(workers: string, processes: string) {
  return [
    { name: 'max_parallel_workers', setting: workers },
    { name: 'max_worker_processes', setting: processes },
  ]
}

export const cases: readonly CheckCase[] = [
  { title: 'finds more workers than processes', given: given('32', '8'), finds: ['max_parallel_workers'] },
  { title: 'leaves the defaults', given: given('8', '8'), finds: [] },
]
