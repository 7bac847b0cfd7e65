import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds a database without an encoding',
    given: [{ database: 'Old app', encoding: 'SQL_ASCII' }],
    finds: ['"Old app"'],
  },
  { title: 'finds nothing where there is one', given: [{ database: 'app', encoding: 'UTF8' }], finds: [] },
]
