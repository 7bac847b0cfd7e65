insert into ai_insight_cache (
  id, organization_id, user_id, insight_type, title, content, confidence, is_active, expires_at, created_at
)
overriding system value
select
  row_number() over (order by at, b.slot, i), b.organization_id, b.id, kind,
  'What your ' || kind || ' says this week',
  jsonb_build_object('score', choice(b.slot * 1000 + i, 221, 100), 'advice', repeat('Raise prices on Saturdays. ', 12)),
  (500 + choice(b.slot * 1000 + i, 222, 500)) / 1000.0, i > 95, at + interval '7 days', at
from barbers b
cross join generate_series(1, 100) as i
cross join lateral (
  select
    ('{revenue,retention,pricing,schedule,upsell}'::text[])[1 + i % 5] as kind,
    anchor() - interval '1 day' * (101 - i) - interval '1 minute' * choice(b.slot * 1000 + i, 223, 900) as at
) as insight;

insert into revenue_goals (id, organization_id, user_id, year, target_amount, created_at)
overriding system value
select
  row_number() over (order by slot, year), organization_id, id, year, 100000, make_timestamptz(year, 1, 1, 0, 0, 0, 'UTC')
from barbers
cross join generate_series(2024, 2025) as year;
