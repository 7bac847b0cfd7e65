import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  { title: 'finds a server that is behind', given: [{ number: 150_001 }], finds: ['server_version'] },
  { title: 'leaves one that is newer than what is known', given: [{ number: 180_099 }], finds: [] },
  { title: 'leaves a major that it does not know', given: [{ number: 990_000 }], finds: [] },
]
