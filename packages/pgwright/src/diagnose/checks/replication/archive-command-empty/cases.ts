import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  { title: 'finds that there is neither', given: [{ command: false, library: false }], finds: ['archive_command'] },
  { title: 'leaves a library', given: [{ command: false, library: true }], finds: [] },
  { title: 'leaves a server that archives nothing', planted: 'create table t (id int)', finds: [] },
]
