-- What has become of each completed appointment, and what was paid ahead for those that are to come.
insert into payments (
  id, organization_id, user_id, barber_id, appointment_id, payment_type, status, method, amount, tip_amount,
  commission_rate, stripe_payment_intent_id, failure_reason, created_at
)
overriding system value
select
  row_number() over (order by p.created_at, p.appointment_id, p.step),
  b.organization_id,
  -- Every fourth barber rents the chair and takes the money; the others' goes to the owner.
  case when b.slot % 4 = 3 then b.id else o.id end,
  b.id,
  p.appointment_id,
  p.payment_type,
  p.status,
  p.method,
  p.amount,
  case when p.payment_type = 'charge' and p.status = 'completed'
    then round(p.amount * choice(p.appointment_id, 71, 26) / 100, 2) else 0 end,
  case when b.slot % 4 = 3 then 0 else 0.4 + 0.05 * (b.slot % 3) end,
  case when p.method = 'card' then 'pi_' || substr(md5('payment ' || p.appointment_id || p.step), 1, 24) end,
  case when p.status = 'failed' then pick('{card_declined,insufficient_funds,expired_card}', p.appointment_id, 72) end,
  p.created_at
from (
  select
    a.id as appointment_id, a.barber_id, step,
    (array['deposit', 'charge', 'charge', 'refund'])[step] as payment_type,
    case when step = 2 then 'failed' else 'completed' end as status,
    case when step <> 3 then 'card'
      else weighted('{card,cash,wallet,gift_certificate}', '{66,84,97}', a.id, 73) end as method,
    case step
      when 1 then round(a.price * m.deposit / 100, 2)
      when 4 then -round(a.price / 2, 2)
      else a.price - round(a.price * m.deposit / 100, 2)
    end as amount,
    case step
      when 1 then a.created_at + interval '20 seconds'
      when 2 then a.end_time + interval '2 minutes'
      when 3 then a.end_time + interval '1 second' * (150 + choice(a.id, 74, 900))
      else least(a.end_time + interval '1 hour' * (20 + choice(a.id, 75, 100)), anchor())
    end as created_at
  from appointments a
  join menu m on m.number = (a.service_id - 1) / size('organizations') + 1
  cross join generate_series(1, 4) as step
  where case step
    when 1 then m.deposit > 0 and a.status <> 'cancelled'
    when 2 then a.status = 'completed' and share(a.id, 76) < 0.025
    when 3 then a.status = 'completed' and share(a.id, 77) < 0.97
    else a.status = 'completed' and share(a.id, 77) < 0.006
  end
) as p
join barbers b on b.id = p.barber_id
join barbers o on o.organization_id = b.organization_id and o.rank = 0
order by p.created_at, p.appointment_id, p.step;

analyze payments;

insert into payouts (
  id, organization_id, barber_id, period_start, period_end, amount, status, stripe_transfer_id, paid_at, created_at
)
overriding system value
select
  row_number() over (order by week, p.barber_id), p.organization_id, p.barber_id, week, week + 7,
  round(greatest(0, sum(amount * (1 - commission_rate) + tip_amount)), 2),
  case when week + 7 < day(anchor()) then 'paid' else 'pending' end,
  'tr_' || substr(md5('payout ' || p.barber_id || week), 1, 24),
  case when week + 7 < day(anchor()) then (week + 8)::timestamp at time zone 'UTC' end,
  (week + 7)::timestamp at time zone 'UTC'
from (
  select *, date_trunc('week', created_at at time zone 'UTC')::date as week
  from payments where status = 'completed'
) as p
group by p.organization_id, p.barber_id, week;

insert into gift_certificates (
  id, organization_id, code, purchaser_id, amount, balance, expires_at, created_at
)
overriding system value
select
  i, organization_id, 'GIFT-' || upper(substr(md5('gift ' || i), 1, 10)), i, amount, choice(i, 81, 3) * amount / 2,
  moment(i, 82, 500) + interval '1 year', moment(i, 82, 500)
from (
  select i, b.organization_id, (25 + 25 * choice(i, 83, 5))::numeric(10, 2) as amount
  from generate_series(1, size('clients') / 50) as i
  join barbers b on b.slot = choice(i, 84, size('barbers'))
) as bought
order by i;

-- All but the month that the story stands in.
insert into closed_months (month, closed_at)
select month::date, month + interval '1 month 2 days'
from generate_series(
  date_trunc('month', first_day()::timestamp), date_trunc('month', anchor() at time zone 'UTC') - interval '1 month',
  interval '1 month'
) as month;
