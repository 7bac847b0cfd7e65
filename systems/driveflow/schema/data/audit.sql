-- Most things are noted once or twice; a few, whose hours and prices are always being changed, hundreds of times.
insert into "AuditLog" (
  "id", "orgId", "actorUserId", "entityType", "entityId", "action", "changes", "ipAddress", "createdAt"
)
select
  uuid('AuditLog', n),
  uuid('Organization', org),
  case when share(n, 801) < 0.9 then uuid('User', actor) end,
  entity,
  entity_id,
  action,
  changes,
  inet '10.0.0.0' + choice(n, 802, 16000000),
  at
from (
  select row_number() over (order by at, entity_id, action) as n, *
  from (
    select
      org, slot + 1 as actor, 'Booking' as entity, uuid('Booking', b.n) as entity_id, 'created' as action,
      jsonb_build_object('status', 'pending', 'startAt', start) as changes, created as at
    from bookings b
    union all
    select
      org, slot + 1, 'Booking', uuid('Booking', b.n), 'status-changed',
      jsonb_build_object('from', 'confirmed', 'to', status), least(anchor(), start + interval '1 hour')
    from bookings b
    where status in ('cancelled', 'no_show') or status = 'completed' and share(b.n, 803) < 0.4
    union all
    -- Changes of instructors' records: the busier the record, by Zipf's law, the more of them.
    select
      i.org, i.number, 'Instructor', uuid('Instructor', i.number), 'hours-changed',
      jsonb_build_object('dayOfWeek', choice(change, 804, 7), 'from', '08:00', 'to', '09:30'),
      moment(change, 805, 400)
    from generate_series(1, size('instructors') * 120) as change
    join instructors i on i.slot = zipf(change, 806, size('instructors'), 0.4)
    union all
    select
      s.org, i.number, 'Organization', uuid('Organization', s.org), 'settings-changed',
      jsonb_build_object('cancellationHours', 24 * (1 + choice(change, 807, 3))), moment(change, 808, 400)
    from generate_series(1, size('organizations') * 40) as change
    join schools s on s.org = 1 + zipf(change, 809, size('organizations'), 0.5)
    join instructors i on i.slot = s.first_slot
  ) as events
) as numbered
order by n;
