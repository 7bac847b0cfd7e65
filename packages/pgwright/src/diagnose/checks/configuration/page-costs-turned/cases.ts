import type { CheckCase } from '../../../testing/check-case.ts'

function given(random: string, sequential: string) {
  return [
    { name: 'random_page_cost', setting: random },
    { name: 'seq_page_cost', setting: sequential },
  ]
}

export const cases: readonly CheckCase[] = [
  { title: 'finds the one below the other', given: given('0.5', '1'), finds: ['random_page_cost'] },
  { title: 'leaves them alike, as all in memory deserves it', given: given('1', '1'), finds: [] },
]
