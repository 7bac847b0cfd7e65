import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: "finds who reaches the server's machine, and leaves who only looks, or is one already",
    roles: ['case_files', 'case_looking', 'case_group', 'case_through'],
    amongOthers: true,
    planted: `
      grant pg_write_server_files to case_files;
      grant pg_monitor to case_looking;
      alter role case_group nologin;
      grant pg_execute_server_program to case_group;
      grant case_group to case_through;`,
    finds: ['case_files', 'case_through'],
    leaves: ['case_looking', 'case_group', 'postgres'],
  },
]
