import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds that nobody has one',
    given: [{ limits: 0, own: 0 }],
    finds: ['idle_in_transaction_session_timeout'],
  },
  { title: 'leaves a server that has one', given: [{ limits: 1, own: 0 }], finds: [] },
  {
    title: 'leaves a server with a role that has one',
    planted: `alter role timed set idle_in_transaction_session_timeout = '1min'`,
    roles: ['timed'],
    finds: [],
  },
]
