import { wraparoundCheck } from '../../../facts/wraparound.ts'

export const check = wraparoundCheck({
  id: 'multixact-wraparound',
  title: 'Multixact ids that run out',
  one: 'multixact id',
  age: 'pg_catalog.mxid_age(d.datminmxid)',
  setting: 'autovacuum_multixact_freeze_max_age',
  refused: 'lock that several transactions share on one row',
})
