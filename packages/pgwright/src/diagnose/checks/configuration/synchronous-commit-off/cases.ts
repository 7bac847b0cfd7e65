import type { CheckCase } from '../../../testing/check-case.ts'

const delay = { name: 'wal_writer_delay', setting: '200', amount: 200 }

export const cases: readonly CheckCase[] = [
  {
    title: 'finds that it is off for the server',
    given: [{ name: 'synchronous_commit', setting: 'off' }, delay],
    finds: ['synchronous_commit'],
  },
  {
    title: 'finds nothing where it is on, waits for the local disk, or is off for the role that looks alone',
    given: [{ name: 'synchronous_commit', setting: 'local' }, delay],
    finds: [],
  },
  {
    title: 'judges no value that the role has of its own',
    given: [{ name: 'synchronous_commit', setting: 'off', source: 'user' }, delay],
    finds: [],
  },
]
