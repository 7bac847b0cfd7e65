import { wraparoundCheck } from '../../../facts/wraparound.ts'

export const check = wraparoundCheck({
  id: 'xid-wraparound',
  title: 'Transaction ids that run out',
  one: 'transaction id',
  age: 'pg_catalog.age(d.datfrozenxid)',
  setting: 'autovacuum_freeze_max_age',
  refused: 'statement that writes',
})
