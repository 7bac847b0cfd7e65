import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds databases with damaged pages, and what all databases share',
    given: [
      { database: null, failures: 1, last_failure: null, since: null },
      { database: 'Shop', failures: 3, last_failure: new Date(), since: new Date() },
    ],
    finds: ['"Shop"', 'objects that all databases share'],
  },
  { title: 'finds nothing on a sound server', planted: 'create table t (id int)', finds: [] },
]
