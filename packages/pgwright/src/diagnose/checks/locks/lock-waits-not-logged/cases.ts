import type { CheckCase } from '../../../testing/check-case.ts'

const timeout = { name: 'deadlock_timeout', setting: '1000', amount: 1000 }

export const cases: readonly CheckCase[] = [
  {
    title: 'finds that it is off',
    given: [{ name: 'log_lock_waits', setting: 'off' }, timeout],
    finds: ['log_lock_waits'],
  },
  { title: 'finds nothing where it is on', given: [{ name: 'log_lock_waits', setting: 'on' }, timeout], finds: [] },
]
