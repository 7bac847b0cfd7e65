import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds defaults for everyone, and leaves defaults for a role',
    roles: ['case_maker', 'case_near_maker', 'case_receiver'],
    planted: `
      alter default privileges for role case_maker in schema public grant select, insert on tables to public;
      alter default privileges for role case_near_maker grant select on tables to case_receiver;
      alter default privileges for role case_near_maker revoke execute on functions from public;`,
    finds: ['case_maker.public'],
    leaves: ['case_near_maker'],
  },
]
