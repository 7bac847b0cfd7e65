-- Lessons are paid when they are booked, and paid back when they are cancelled.
insert into "Payment" (
  "id", "orgId", "bookingId", "studentId", "amountCents", "currency", "status", "method", "stripePaymentIntentId",
  "receiptUrl", "failureReason", "createdAt", "updatedAt"
)
select
  uuid('Payment', b.n),
  uuid('Organization', b.org),
  uuid('Booking', b.n),
  uuid('Student', b.student),
  s."priceCents",
  'GBP',
  p.status,
  p.method,
  case when p.method <> 'cash' then token('pi', b.n) end,
  case when p.method = 'card' then 'https://pay.example.com/receipts/' || token('re', b.n) end,
  case when p.status = 'failed' then pick('{card_declined,insufficient_funds,expired_card}', b.n, 601) end,
  b.created + interval '1 second' * choice(b.n, 602, 90),
  least(anchor(), b.created + interval '1 day')
from bookings b
join "Service" s on s."id" = uuid('Service', (b.org - 1) * 6 + b.service)
cross join lateral (
  select
    weighted('{card,direct_debit,cash}', '{80,92}', b.n, 603) as method,
    case
      when b.status = 'cancelled' then 'refunded'
      when b.status = 'pending' then 'pending'
      when b.start > anchor() and share(b.n, 604) < 0.15 then 'pending'
      when share(b.n, 605) < 0.02 then 'failed'
      else 'succeeded'
    end as status
) as p
order by b.created, b.n;

insert into "Invoice" ("id", "orgId", "studentId", "number", "totalCents", "status", "issuedOn", "dueOn", "createdAt")
select
  uuid('Invoice', row_number() over (order by month, "orgId", "studentId")),
  "orgId",
  "studentId",
  'INV-' || to_char(month, 'YYYYMM') || '-' || lpad((row_number() over (partition by "orgId", month order by "studentId"))::text, 5, '0'),
  total,
  case when month >= date_trunc('month', anchor() at time zone 'UTC') then 'draft' when late then 'sent' else 'paid' end,
  (month + interval '1 month')::date,
  (month + interval '1 month')::date + 14,
  (month + interval '1 month') at time zone 'UTC'
from (
  select
    "orgId", "studentId", date_trunc('month', "createdAt" at time zone 'UTC') as month,
    sum("amountCents")::integer as total, count(*) filter (where "status" = 'failed') > 0 as late
  from "Payment"
  where "status" <> 'refunded'
  group by "orgId", "studentId", date_trunc('month', "createdAt" at time zone 'UTC')
) as billed
order by month, "orgId", "studentId";

-- Weekly, four fifths of the lessons of the week before.
insert into "Payout" (
  "id", "orgId", "instructorId", "amount_cents", "status", "periodStart", "periodEnd", "stripeTransferId", "paidAt",
  "createdAt"
)
select
  uuid('Payout', n),
  uuid('Organization', org),
  uuid('Instructor', slot + 1),
  cents,
  status,
  week,
  week + 7,
  case when status = 'paid' then token('tr', n) end,
  case when status = 'paid' then created + interval '1 hour' * (1 + choice(n, 611, 40)) end,
  created
from (
  select
    *,
    row_number() over (order by week, slot) as n,
    (week + 7) at time zone 'UTC' + interval '6 hours' as created,
    case
      when week + 7 > day(anchor()) - 3 then 'pending'
      when share(slot * 1000 + (week - date '2024-01-01') / 7, 612) < 0.01 then 'failed'
      else 'paid'
    end as status
  from (
    select b.slot, b.org, date_trunc('week', b.start at time zone 'UTC')::date as week, sum(s."priceCents" * 4 / 5)::integer as cents
    from bookings b
    join "Service" s on s."id" = uuid('Service', (b.org - 1) * 6 + b.service)
    where b.status = 'completed' and date_trunc('week', b.start at time zone 'UTC')::date + 7 <= day(anchor())
    group by b.slot, b.org, date_trunc('week', b.start at time zone 'UTC')::date
  ) as earned
) as due
order by n;
