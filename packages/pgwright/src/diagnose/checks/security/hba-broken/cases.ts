import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds a line that can not be read',
    given: [{ line: 12, error: 'invalid connection type "hostt"' }],
    finds: ['pg_hba.conf:12'],
  },
  { title: 'finds nothing where all can be read', planted: 'create table t (id int primary key)', finds: [] },
]
