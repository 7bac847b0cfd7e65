import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds a join of two large tables, and leaves one with a small table',
    planted: `
      create table a (id int primary key, note text);
      create table b (id int primary key, a_id int, note text);
      create table few (id int primary key, note text);
      insert into a select i, repeat(md5(i::text), 8) from generate_series(1, 60000) i;
      insert into b select i, i, repeat(md5(i::text), 8) from generate_series(1, 60000) i;
      insert into few select i, 'x' from generate_series(1, 200) i;
      analyze a; analyze b; analyze few;`,
    statements: [
      'select a.note, b.note from a join b on b.note = a.note',
      'select b.note, few.note from b join few on few.id = b.a_id',
    ],
    finds: ['select a.note, b.note from a join b on b.note = a.note'],
    leaves: ['select b.note, few.note from b join few on few.id = b.a_id'],
  },
]
