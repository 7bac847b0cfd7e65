import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds a major that gets no more fixes',
    given: [{ number: 140_010 }],
    server: { now: new Date('2027-01-01') },
    finds: ['server_version'],
  },
  {
    title: 'gives notice half a year before',
    given: [{ number: 150_010 }],
    server: { now: new Date('2027-06-01') },
    finds: ['server_version'],
  },
  {
    title: 'leaves one that has years',
    given: [{ number: 180_001 }],
    server: { now: new Date('2027-01-01') },
    finds: [],
  },
]
