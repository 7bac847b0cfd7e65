import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds logins without a password and passwords in clear, and leaves what stays on the machine',
    given: [
      {
        line: 3,
        type: 'host',
        databases: ['all'],
        users: ['all'],
        address: '0.0.0.0',
        method: 'trust',
        local: false,
      },
      { line: 5, type: 'local', databases: ['all'], users: ['app'], address: null, method: 'trust', local: true },
      {
        line: 8,
        type: 'host',
        databases: ['app'],
        users: ['app'],
        address: '10.0.0.0',
        method: 'password',
        local: false,
      },
      {
        line: 9,
        type: 'host',
        databases: ['app'],
        users: ['app'],
        address: '127.0.0.1',
        method: 'password',
        local: true,
      },
    ],
    finds: ['pg_hba.conf:3', 'pg_hba.conf:5', 'pg_hba.conf:8'],
    leaves: ['pg_hba.conf:9'],
  },
]
