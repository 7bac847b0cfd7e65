import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds points in time without a zone, and leaves the clock on the wall',
    planted: `
      create table t (id int primary key, created_at timestamp, "changedAt" timestamp(3), near_tz timestamptz, near_date date,
      starts_local timestamp);
      create table near_meetings (id int primary key, starts timestamp, time_zone text);
      create table wallets (id int primary key, wallet_seen timestamp);
      create table parent (id int, at timestamp, primary key (id, at)) partition by range (at);
      create table near_part partition of parent for values from ('2026-01-01') to ('2026-02-01');`,
    finds: ['public.t.created_at', 'public.t."changedAt"', 'public.wallets.wallet_seen', 'public.parent.at'],
    leaves: [
      'public.t.near_tz',
      'public.t.near_date',
      'public.t.starts_local',
      'public.near_meetings.starts',
      'public.near_part.at',
    ],
  },
]
