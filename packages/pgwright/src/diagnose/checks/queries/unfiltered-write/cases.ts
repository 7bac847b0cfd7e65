import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds writes without a condition, and leaves others',
    planted: `create table t (id int primary key, x int)`,
    statements: [
      'update t set x = $1',
      'delete from t',
      'update t set x = $1 where id = $2',
      'delete from t using t u where t.id = u.x',
    ],
    finds: ['update t set x = $1', 'delete from t'],
    leaves: ['update t set x = $1 where id = $2', 'delete from t using t u where t.id = u.x'],
  },
]
