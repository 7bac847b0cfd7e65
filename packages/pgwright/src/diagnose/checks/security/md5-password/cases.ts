import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds a password of the old kind, and leaves those of the new, and none',
    roles: ['case_md5', 'case_scram', 'case_none', 'case_md5_group'],
    amongOthers: true,
    fixable: false,
    planted: `
      alter role case_md5 password 'md50123456789abcdef0123456789abcdef';
      alter role case_md5_group nologin password 'md50123456789abcdef0123456789abcdef';
      alter role case_none password null;`,
    finds: ['case_md5'],
    leaves: ['case_scram', 'case_none', 'case_md5_group'],
  },
]
