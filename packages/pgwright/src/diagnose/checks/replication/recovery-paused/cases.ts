import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  { title: 'finds that it is paused', given: [{ paused: true, waiting_bytes: 1_000_000 }], finds: ['replay'] },
  { title: 'leaves a standby that replays', given: [{ paused: false, waiting_bytes: 0 }], finds: [] },
]
