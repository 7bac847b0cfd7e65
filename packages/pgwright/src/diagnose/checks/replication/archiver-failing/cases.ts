import type { CheckCase } from '../../../testing/check-case.ts'

const [early, late] = [new Date('2026-01-01'), new Date('2026-01-02')]

export const cases: readonly CheckCase[] = [
  {
    title: 'finds that the last try failed, and that none succeeded',
    given: [
      { archived_at: early, failed_at: late, failures: 40, since: null },
      { archived_at: null, failed_at: early, failures: 4, since: null },
    ],
    finds: ['archive_command', 'archive_command'],
  },
  {
    title: 'leaves a failure that was overcome',
    given: [{ archived_at: late, failed_at: early, failures: 1, since: null }],
    finds: [],
  },
  { title: 'leaves a server without an archive', planted: 'create table t (id int)', finds: [] },
]
