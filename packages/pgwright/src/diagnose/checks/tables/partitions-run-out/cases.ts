import type { CheckCase } from '../../../testing/check-case.ts'

/** Makes a table with one partition, from so many days before now to so many after. */
function months(table: string, type: string, from: number, to: string): string {
  return `
    create table ${table} (at ${type} primary key) partition by range (at);
    do $$ begin
      execute format('create table %I partition of ${table} for values from (%L) to (${to === 'maxvalue' ? to : '%L'})',
        'part of ${table.replaceAll('"', '')}', (now() - interval '${from} days')::date
        ${to === 'maxvalue' ? '' : `, (now() + interval '${to} days')::date`});
    end $$;`
}

export const cases: readonly CheckCase[] = [
  {
    title: 'finds tables whose last partition ends soon or has ended, and leaves those that go on',
    planted: `
      ${months('"Ends soon"', 'timestamptz', 28, '3')}
      ${months('ended', 'date', 31, '-1')}
      ${months('near_goes_on', 'timestamp', 5, '40')}
      ${months('near_no_end', 'date', 5, 'maxvalue')}
      create table near_numbers (id int primary key) partition by range (id);
      create table part partition of near_numbers for values from (0) to (2024);`,
    finds: ['public."Ends soon"', 'public.ended'],
    leaves: ['public.near_goes_on', 'public.near_no_end', 'public.near_numbers'],
  },
]
