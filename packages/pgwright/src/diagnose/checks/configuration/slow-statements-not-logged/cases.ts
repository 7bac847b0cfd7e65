import type { CheckCase } from '../../../testing/check-case.ts'

function given(duration: string, libraries = '') {
  return [
    { name: 'log_min_duration_statement', setting: duration },
    { name: 'log_min_duration_sample', setting: '-1' },
    { name: 'shared_preload_libraries', setting: libraries },
    { name: 'session_preload_libraries', setting: '' },
  ]
}

export const cases: readonly CheckCase[] = [
  {
    title: 'finds that nothing is kept of them',
    given: given('-1'),
    server: { extensions: new Map() },
    finds: ['log_min_duration_statement'],
  },
  { title: 'leaves a server that logs them', given: given('1000'), finds: [] },
  { title: 'leaves a server that logs their plans', given: given('-1', 'auto_explain'), finds: [] },
  {
    title: 'leaves a database whose statements are counted',
    planted: 'create extension pg_stat_statements',
    finds: [],
  },
]
