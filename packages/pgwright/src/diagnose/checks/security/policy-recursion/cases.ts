import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds policies that read their own table, at once or round about, and leaves those that read another',
    planted: `
      create table members (org int, person name, primary key (org, person));
      alter table members enable row level security;
      create policy same_org on members using (org in (select m.org from members m where m.person = current_user));
      create table ping (id int primary key);
      create table pong (id int primary key);
      alter table ping enable row level security;
      alter table pong enable row level security;
      create policy by_pong on ping for select using (exists (select from pong where pong.id = ping.id));
      create policy by_ping on pong for select using (exists (select from ping where ping.id = pong.id));
      create table near_docs (id int primary key, org int);
      alter table near_docs enable row level security;
      create policy by_members on near_docs using (org in (select m.org from members m));
      create table near_written (id int primary key);
      alter table near_written enable row level security;
      create policy read on near_written for select using (id > 0);
      create policy first on near_written for insert with check (not exists (select from near_written w where w.id > 5));
      create table near_off (id int primary key);
      create policy self on near_off using (exists (select from near_off o where o.id = 1));`,
    finds: ['public.members', 'public.ping', 'public.pong'],
    leaves: ['public.near_docs', 'public.near_written', 'public.near_off'],
  },
]
