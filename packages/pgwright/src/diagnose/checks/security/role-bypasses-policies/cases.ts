import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds a role that reads past policies, and leaves those that policies hold for, or that may not read',
    roles: ['case_bypassing', 'case_bypassing_elsewhere', 'case_held'],
    amongOthers: true,
    planted: `
      alter role case_bypassing bypassrls;
      alter role case_bypassing_elsewhere bypassrls;
      create table docs (id int primary key, owner name);
      alter table docs enable row level security;
      create policy own on docs using (owner = current_user);
      grant select on docs to case_bypassing, case_held;`,
    finds: ['case_bypassing'],
    leaves: ['case_held', 'case_bypassing_elsewhere'],
  },
]
