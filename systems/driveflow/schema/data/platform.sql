insert into "Organization" (
  "id", "name", "slug", "city", "plan", "stripeAccountId", "booksClosedBefore", "settings", "createdAt", "updatedAt"
)
select
  uuid('Organization', s.org),
  pick('{First Gear,Green Light,Roundabout,Clutch & Go,Mirror Signal,Highway,Crossroads,Steady,Passmark,Junction}', s.org, 201)
    || ' ' || pick('{Driving School,School of Motoring,Driver Training}', s.org, 202) || ' ' || s.org,
  'school-' || s.org,
  c.name,
  case when s.instructors > 12 then 'chain' when s.instructors > 1 then 'school' else 'solo' end,
  token('acct', s.org),
  date_trunc('month', anchor(), 'UTC'),
  '{"cancellationHours": 48, "reminderHours": 24, "bookingWindowDays": 28}',
  timestamptz '2023-06-01 09:00+00' + interval '1 day' * choice(s.org, 203, 180),
  timestamptz '2024-12-01 09:00+00'
from schools s
join cities c on c.city = s.org % 10
order by s.org;

-- Users are numbered: instructors first, then students, then three of each school's office.
insert into "User" (
  "id", "email", "fullName", "phone", "passwordHash", "emailVerifiedAt", "lastLoginAt", "createdAt", "updatedAt"
)
select
  uuid('User', n),
  'user' || n || '@example.com',
  person(n),
  phone(n),
  '$2b$12$' || md5('salt ' || n) || left(md5('hash ' || n), 21),
  moment(n, 212, 200) - interval '220 days',
  case when share(n, 213) < 0.9 then moment(n, 214, 60) end,
  moment(n, 212, 200) - interval '230 days',
  moment(n, 212, 200) - interval '220 days'
from generate_series(1, size('instructors') * (1 + size('studentsPerInstructor')) + 3 * size('organizations')) as n;

insert into "Membership" ("id", "orgId", "userId", "role", "createdAt")
select uuid('Membership', n), uuid('Organization', org), uuid('User', n), role, moment(n, 215, 400)
from (
  -- Student n is taught by the instructor in slot (n - 1) mod instructors; user n + 1 rounds later.
  select i.number + round * size('instructors') as n, i.org, case round when 0 then 'instructor' else 'student' end
    as role
  from instructors i
  cross join generate_series(0, size('studentsPerInstructor')) as round
  union all
  select
    size('instructors') * (1 + size('studentsPerInstructor')) + (s.org - 1) * 3 + seat,
    s.org,
    case seat when 1 then 'owner' else 'office' end
  from schools s
  cross join generate_series(1, 3) as seat
) as members
order by n;

-- What the providers sent: one event in twenty more than once, which the unique eventId turns away.
insert into "WebhookEvent" ("id", "eventId", "provider", "type", "payload", "receivedAt", "processedAt", "error")
select
  uuid('WebhookEvent', attempt),
  token('evt', n),
  provider,
  type,
  jsonb_build_object('id', token('evt', n), 'object', 'event', 'type', type, 'data', jsonb_build_object(
    'id', token('pi', n), 'amount', 3000 + choice(n, 222, 6000), 'currency', 'gbp', 'customer', token('cus', n))),
  received,
  case when n <= size('webhookEvents') * 0.999 then received + interval '1 millisecond' * (20 + choice(n, 223, 3000)) end,
  case when share(n, 224) < 0.004 then 'PaymentIntent not found' end
from (
  select
    attempt,
    n,
    weighted('{stripe,twilio,google}', '{78,95}', n, 225) as provider,
    pick('{payment_intent.succeeded,payment_intent.succeeded,payment_intent.payment_failed,charge.refunded,message.delivered,calendar.changed}', n, 226) as type,
    anchor() - interval '400 days' * power(1 - n / size('webhookEvents')::float8, 1.2)
      - interval '1 second' * choice(n, 227, 60) + interval '1 minute' * (attempt - n - (n - 1) / 20) as received
  from (
    select attempt, attempt - attempt / 21 as n
    from generate_series(1, size('webhookEvents') + (size('webhookEvents') - 1) / 20) as attempt
  ) as attempts
) as received
on conflict ("eventId") do nothing;

insert into "Outbox" ("id", "topic", "payload", "attempts", "createdAt", "processedAt")
select
  uuid('Outbox', n),
  topic,
  jsonb_build_object('topic', topic, 'bookingId', uuid('Booking', n), 'orgId', uuid('Organization', 1 + n % size('organizations')),
    'occurredAt', created),
  case when waiting then 0 else 1 + (choice(n, 231, 100) = 0)::integer end,
  created,
  case when not waiting then created + interval '1 millisecond' * (50 + choice(n, 232, 4000)) end
from (
  select
    n,
    weighted('{booking.created,lesson.completed,payment.succeeded,booking.cancelled,review.requested}', '{38,66,86,94}', n, 233) as topic,
    anchor() - interval '400 days' * power(1 - n / size('outbox')::float8, 1.2) - interval '1 second' * choice(n, 234, 60)
      as created,
    n > size('outbox') * 0.997 as waiting
  from generate_series(1, size('outbox')) as n
) as messages;
