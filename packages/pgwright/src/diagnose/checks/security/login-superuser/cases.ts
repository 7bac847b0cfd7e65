import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds a second superuser, and leaves the first, one who may not log in, and others',
    roles: ['case_super', 'case_super_group', 'case_ordinary'],
    amongOthers: true,
    planted: `
      alter role case_super superuser;
      alter role case_super_group superuser nologin;`,
    finds: ['case_super'],
    leaves: ['case_super_group', 'case_ordinary', 'postgres'],
  },
]
