import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds roles with methods off and without triggers, and leaves usual settings',
    planted: `
      alter role odd_planner set enable_seqscan = off;
      alter role odd_planner set work_mem = '64MB';
      alter role "Odd loader" set session_replication_role = replica;
      alter role near_usual set statement_timeout = '10s';
      alter role near_usual set enable_partitionwise_join = off;
      alter role near_usual set enable_hashjoin = on;`,
    roles: ['odd_planner', 'Odd loader', 'near_usual'],
    amongOthers: true,
    finds: ['odd_planner.enable_seqscan', '"Odd loader".session_replication_role'],
    leaves: [
      'odd_planner.work_mem',
      'near_usual.statement_timeout',
      'near_usual.enable_partitionwise_join',
      'near_usual.enable_hashjoin',
    ],
  },
  {
    title: 'tells what a database has for all roles',
    given: [{ role: null, database: 'shop', name: 'enable_nestloop', value: 'off' }],
    finds: ['all roles.enable_nestloop'],
  },
]
