import type { CheckCase } from '../../../testing/check-case.ts'

const api = { application: 'api', size: 20, instances: 4, role: 'app' }
const worker = { application: 'worker', size: 5, instances: 2 }
const server = { database: 'shop', pools: [api, worker] }

interface Given {
  readonly max?: number
  readonly limit?: number
  readonly role?: { readonly limit: number; readonly superuser: boolean }
  readonly sessions?: Readonly<Record<string, number>>
  readonly database?: string
}

/** 97 connections for ordinary roles, of which the pools above may open 90. */
function given({ max = 100, limit = -1, role, sessions = {}, database = 'shop' }: Given) {
  const roles = role === undefined ? [] : [{ name: 'app', ...role }]
  const counted = Object.entries(sessions).map(([application, count]) => ({ application, database, count }))
  return [{ max, reserved: 3, database_limit: limit, roles, sessions: counted }]
}

export const cases: readonly CheckCase[] = [
  { title: 'leaves pools that fit', server, given: given({}), finds: [], leaves: ['max_connections'] },
  { title: 'counts what is reserved as taken', server, given: given({ max: 92 }), finds: ['max_connections'] },
  {
    title: 'finds pools beyond the limit of their database, or of their role',
    server,
    given: given({ limit: 80, role: { limit: 79, superuser: false } }),
    finds: ['shop', 'app'],
  },
  {
    title: 'leaves limits that hold them, and what no limit holds for',
    server,
    given: given({ limit: 10, role: { limit: 1, superuser: true } }),
    finds: [],
    leaves: ['shop', 'app'],
  },
  {
    title: 'finds more sessions than are declared, and leaves as many and what is not declared',
    server,
    given: given({ sessions: { worker: 11, api: 80, psql: 40 } }),
    finds: ['worker'],
    leaves: ['api', 'psql'],
  },
  {
    title: 'takes sessions in another database for other pools',
    server,
    given: given({ sessions: { worker: 11 }, database: 'other' }),
    finds: [],
    leaves: ['worker'],
  },
  {
    title: 'sees the sessions and limits that there are',
    planted: 'select 1',
    roles: ['pooled'],
    live: async ({ client, connect }) => {
      await client.query('alter role pooled connection limit 3')
      for (const name of ['case pool', 'case pool', 'near pool']) {
        const session = await connect('pooled')
        await session.query(`set application_name = '${name}'`)
      }
    },
    server: {
      pools: [
        { application: 'case pool', size: 1, instances: 1, role: 'pooled' },
        { application: 'near pool', size: 3, instances: 1, role: 'pooled' },
      ],
    },
    finds: ['case pool', 'pooled'],
    leaves: ['near pool'],
    fixable: false,
  },
]
