insert into salaries (
  id, organization_id, courier_id, year, month, base_salary, allowances, overtime_amount,
  delivery_commission, deductions, loan_deduction, gosi_employee, gross_salary, net_salary, payment_method,
  payment_date,
  created_at
)
overriding system value
select
  i, organization_id, courier_id, extract(year from period), extract(month from period),
  base, 300, overtime, commission, deductions, 0, base * 0.0975,
  base + 300 + overtime + commission,
  base + 300 + overtime + commission - deductions - base * 0.0975,
  pick('{bank_transfer,bank_transfer,bank_transfer,wallet,cash}', i, 801),
  -- December is computed and not yet paid.
  case when period < date '2024-12-01' then (period + interval '1 month')::date + 4 end,
  period + interval '1 month'
from (
  select
    i, c.organization_id, c.id as courier_id,
    (date '2023-01-01' + interval '1 month' * (i / size('crew')))::date as period,
    2500 + 100 * choice(c.id, 343, 30) as base,
    25 * choice(i, 803, 20) as overtime,
    10 * choice(i, 804, 200) as commission,
    20 * choice(i, 805, 20) as deductions,
    c.joined
  from generate_series(0, size('crew') * size('salaryMonths') - 1) as i
  join crew c on c.position = (i % size('crew'))::integer
) as paid
where joined <= period + 15
order by i;

insert into attendance (
  id, organization_id, courier_id, date, status, shift, check_in, check_out, hours_worked, overtime_hours, created_at
)
overriding system value
select
  i + 1, organization_id, courier_id, date, status, shift,
  case when hours > 0 then start end,
  case when hours > 0 then start + interval '1 hour' * hours end,
  hours, greatest(hours - 8, 0),
  start
from (
  select
    *,
    (date + case shift when 'morning' then time '06:00' when 'evening' then time '13:00' else time '19:00' end)
      at time zone 'UTC'
      + interval '1 minute' * choice(i, 811, case when status = 'late' then 120 else 10 end) as start,
    case
      when status in ('present', 'late') then 7 + choice(i, 812, 12) / 4.0
      when status = 'half_day' then 4
      else 0
    end as hours
  from (
    select
      i, c.organization_id, c.id as courier_id,
      date '2025-01-06' - (size('attendanceDays') - i / size('crew'))::integer as date,
      weighted('{present,late,absent,half_day,on_leave,holiday}', '{80,88,92,93,97}', i, 813) as status,
      pick('{morning,evening,evening,night}', c.id, 814) as shift
    from generate_series(0, size('crew') * size('attendanceDays') - 1) as i
    join crew c on c.position = (i % size('crew'))::integer
  ) as planned
) as worked;

insert into leaves (
  id, organization_id, courier_id, leave_type, status, start_date, end_date, days, reason, approved_by, approved_at,
  created_at
)
overriding system value
select
  i, organization_id, courier_id, pick('{annual,annual,sick,emergency,unpaid,hajj}', i, 821),
  status, start_date, start_date + days - 1, days, 'Requested through the app',
  case when status = 'approved' then own(organization_id, 8, i, 822) end,
  case when status = 'approved' then start_date - interval '5 days' end,
  start_date - interval '10 days'
from (
  select
    i, c.organization_id, c.id as courier_id, 1 + choice(i, 823, 21) as days,
    day(moment(i, 824, 365)) + 15 as start_date,
    pick('{approved,approved,approved,approved,rejected,pending,cancelled}', i, 825) as status
  from generate_series(1, size('crew') * 2) as i
  join crew c on c.position = (i % size('crew'))::integer
) as asked
order by i;

insert into loans (
  id, organization_id, courier_id, amount, outstanding_balance, monthly_deduction, status, start_date, end_date,
  approved_by, created_at
)
overriding system value
select
  i, c.organization_id, c.id, 1000 * months, 100 * months * choice(i, 831, 11), 1000, 'active',
  date '2024-12-01', (date '2024-12-01' + interval '1 month' * months)::date,
  own(c.organization_id, 8, i, 832), timestamptz '2024-11-20 09:00:00+00'
from (
  select i, 2 + choice(i, 833, 10) as months from generate_series(1, size('crew') / 3) as i
) as lent
join crew c on c.position = (i * 3 % size('crew'))::integer
order by i;

insert into bonuses (
  id, organization_id, courier_id, bonus_type, amount, bonus_date, payment_status, approved_by, created_at
)
overriding system value
select
  i, c.organization_id, c.id, pick('{performance,performance,attendance,referral,eid,special}', i, 841),
  50 + 50 * choice(i, 842, 10), day(moment(i, 843, 700)),
  pick('{paid,paid,paid,approved,pending,rejected}', i, 844), own(c.organization_id, 8, i, 845),
  moment(i, 843, 700)
from generate_series(1, size('crew') * 8) as i
join crew c on c.position = (i % size('crew'))::integer
order by i;

insert into assets (
  id, organization_id, courier_id, asset_type, serial_number, status, condition, purchase_price, assigned_date,
  created_at
)
overriding system value
select
  i, c.organization_id, c.id, ('{phone,uniform,delivery_bag}'::text[])[1 + (i % 3)], 'SN' || (100000 + i), 'assigned',
  pick('{new,good,good,fair,poor}', i, 851), 50 + choice(i, 852, 900), c.joined, c.joined
from generate_series(1, size('crew') * 3) as i
join crew c on c.position = (i % size('crew'))::integer
order by i;
