import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds a schema that is open to all, and leaves one that is only to be used, or granted to a role',
    roles: ['case_creator'],
    planted: `
      revoke create on schema public from public;
      create schema "Open";
      grant create, usage on schema "Open" to public;
      create schema near_used;
      grant usage on schema near_used to public;
      create schema near_granted;
      grant create on schema near_granted to case_creator;`,
    finds: ['"Open"'],
    leaves: ['public', 'near_used', 'near_granted'],
  },
]
