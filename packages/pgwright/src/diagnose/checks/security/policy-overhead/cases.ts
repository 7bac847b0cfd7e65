import type { CheckCase } from '../../../testing/check-case.ts'

const owner = `
  create table T (id int primary key, org int not null);
  insert into T select i, 1 from generate_series(1, 20000) i;
  alter table T enable row level security;
  grant select on T to check_asker;
  analyze T;`

export const cases: readonly CheckCase[] = [
  {
    title: 'finds a function that is called for each row, and leaves one that is called once',
    roles: ['check_asker'],
    planted: `
      create function own_org() returns int language plpgsql stable as
        'begin return nullif(current_setting(''app.org'', true), '''')::int; end';
      ${owner.replaceAll('T', 'each_row')}
      create policy own on each_row using (org = own_org());
      ${owner.replaceAll('T', 'near_once')}
      create policy own on near_once using (org = (select own_org()));`,
    asker: { role: 'check_asker', settings: { 'app.org': '1' } },
    finds: ['public.each_row'],
    leaves: ['public.near_once'],
  },
]
