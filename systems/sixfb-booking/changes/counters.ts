import { backfill, column, index } from '@pgwright/system-frame'
import type { DeclaredChange, Step } from 'pgwright'
import { teamNaiveSql, teamSql } from '../service/team.ts'
import { tenancy } from '../tenancy.ts'
import { type Counting, countingSteps } from './counting.ts'

const clientCount: Counting = {
  table: 'clients',
  counter: 'client_count',
  changes: ({ came, gone }) => `
    select user_id as barber_id, sum(clients)::integer as clients
    from (select user_id, 1 as clients from ${came} as c union all select user_id, -1 from ${gone} as g) as rows
    where user_id is not null
    group by user_id
    having sum(clients) <> 0`,
  count: (changes) => [
    `update public.users as u set client_count = u.client_count + c.clients
     from (${changes}) as c where u.id = c.barber_id`,
  ],
}

const monthOf = (time: string) => `date_trunc('month', ${time} at time zone 'UTC')::date`

/** Of one barber: the latest month that has a completed payment, and what it has brought in. */
const latestMonth = `
  select coalesce(sum(p.amount), 0), ${monthOf('max(p.created_at)')}
  from public.payments p
  where p.barber_id = u.id and p.status = 'completed'
    and p.created_at >= (
      select date_trunc('month', max(q.created_at), 'UTC')
      from public.payments q where q.barber_id = u.id and q.status = 'completed'
    )`

/** Added up while the month stays the latest; counted anew when another month begins, or may have lost its last row. */
const monthlyRevenue: Counting = {
  table: 'payments',
  counter: 'monthly_revenue',
  changes: ({ came, gone }) => `
    select barber_id, month, sum(amount) as amount, sum(payments) as payments
    from (
      select barber_id, ${monthOf('created_at')} as month, amount, 1 as payments
      from ${came} as c where status = 'completed'
      union all
      select barber_id, ${monthOf('created_at')}, -amount, -1 from ${gone} as g where status = 'completed'
    ) as rows
    group by barber_id, month
    having sum(amount) <> 0 or sum(payments) <> 0`,
  count: (changes) => [
    `update public.users as u set monthly_revenue = u.monthly_revenue + c.amount
     from (${changes}) as c
     where u.id = c.barber_id and u.revenue_month = c.month and c.payments >= 0`,
    `update public.users as u set (monthly_revenue, revenue_month) = (${latestMonth})
     from (select barber_id, max(month) as month, max(month) filter (where payments < 0) as thinned
       from (${changes}) as m group by barber_id) as c
     where u.id = c.barber_id
       and (u.revenue_month is null or c.month > u.revenue_month or c.thinned = u.revenue_month)`,
  ],
}

/** The later of the two while it stays; looked up anew when the latest one goes. */
const lastBooking: Counting = {
  table: 'appointments',
  counter: 'last_booking_date',
  changes: ({ came, gone }) => `
    select barber_id, max(start_time) filter (where count > 0) as came, max(start_time) filter (where count < 0) as gone
    from (
      select barber_id, start_time, sum(count) as count
      from (
        select barber_id, start_time, 1 as count from ${came} as c where status <> 'cancelled'
        union all
        select barber_id, start_time, -1 from ${gone} as g where status <> 'cancelled'
      ) as rows
      group by barber_id, start_time
      having sum(count) <> 0
    ) as times
    group by barber_id`,
  count: (changes) => [
    `update public.users as u
     set last_booking_date = case when c.gone = u.last_booking_date
       then (select max(a.start_time) from public.appointments a where a.barber_id = u.id and a.status <> 'cancelled')
       else greatest(u.last_booking_date, c.came) end
     from (${changes}) as c
     where u.id = c.barber_id
       and (c.gone = u.last_booking_date or c.came > u.last_booking_date or u.last_booking_date is null)`,
  ],
}

/**
 * What the counters must be, counted from the rows: a line for each user.
 *
 * @param which of the barbers: a condition on the column that it is given
 */
export function recountSql(which: (column: string) => string = () => 'true'): string {
  return `
  select u.id, coalesce(m.revenue, 0)::numeric(10, 2) as monthly_revenue, m.month as revenue_month,
    coalesce(c.clients, 0)::integer as client_count, b.latest as last_booking_date
  from public.users u
  left join (
    select distinct on (barber_id) barber_id, ${monthOf('created_at')} as month, sum(amount) as revenue
    from public.payments
    where status = 'completed' and ${which('barber_id')}
    group by barber_id, month
    order by barber_id, month desc
  ) as m on m.barber_id = u.id
  left join (
    select user_id, count(*) as clients from public.clients where ${which('user_id')} group by user_id
  ) as c on c.user_id = u.id
  left join (
    select barber_id, max(start_time) as latest
    from public.appointments
    where status <> 'cancelled' and ${which('barber_id')}
    group by barber_id
  ) as b on b.barber_id = u.id
  where ${which('u.id')}`
}

const parts = 8

/**
 * Counts what was there before the triggers, a part of the users at a time so that none is locked for long. A change
 * that is under way has either had its trigger, and the lock waits for it, or will have it after the count: it is in
 * one of the two, and never in both.
 */
function countAnew(part: number): Step {
  const inPart = (id: string) => `${id} % ${parts} = ${part}`
  return backfill(
    'users',
    `do $count$
begin
  perform from public.users where ${inPart('id')} order by id for no key update;
  update public.users as u
  set monthly_revenue = r.monthly_revenue, revenue_month = r.revenue_month, client_count = r.client_count,
    last_booking_date = r.last_booking_date
  from (${recountSql(inPart)}) as r
  where u.id = r.id
    and (u.monthly_revenue, u.revenue_month, u.client_count, u.last_booking_date)
      is distinct from (r.monthly_revenue, r.revenue_month, r.client_count, r.last_booking_date);
end $count$`,
  )
}

/** The seed's three counters, which it adds and never writes to. */
export const counters: DeclaredChange = {
  name: 'counters',
  kind: 'add-counters',
  schema: 'public',
  table: 'users',
  steps: [
    column('users', 'monthly_revenue', 'numeric(10, 2) not null default 0'),
    column('users', 'revenue_month', 'date'),
    column('users', 'client_count', 'integer not null default 0'),
    column('users', 'last_booking_date', 'timestamptz'),
    // What the triggers look up when a latest row goes.
    index({
      table: 'payments',
      name: 'idx_payments_commission_calculations',
      on: `(barber_id, status, created_at, amount, commission_rate) where status = 'completed'`,
    }),
    index({
      table: 'appointments',
      name: 'idx_appointments_last_booking',
      on: `(barber_id, start_time) where status <> 'cancelled'`,
    }),
    ...[clientCount, monthlyRevenue, lastBooking].flatMap(countingSteps),
    ...Array.from({ length: parts }, (_, part) => countAnew(part)),
  ],
  forms: {
    before: [{ sql: teamNaiveSql, times: null }],
    after: [{ sql: teamSql, times: null }],
    values: `select id as "${tenancy.setting}" from organizations order by id limit 3`,
    role: tenancy.role,
  },
  reason: 'The team page reads three columns where it counted all payments, clients and appointments of the shop.',
}
