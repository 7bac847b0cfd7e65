import { policyOverhead } from '@pgwright/system-frame'
import { lastDays } from '../calls.ts'
import { dayAfter, timeOf, today } from '../days.ts'
import { tenancy } from '../tenancy.ts'

const seed = 'the seed gives no bound; 25 % is the frame’s'

const busiestBarber = `
  select barber_id as id from appointments where organization_id = 1 group by barber_id order by count(*) desc, 1 limit 1`

export const overheadGates = policyOverhead(tenancy, async () => 1, [
  {
    id: 'rls-single-record',
    title: 'RLS overhead, single record',
    seed,
    sql: 'select * from users where id = $1',
    values: async (owner) => [(await owner.query<{ id: number }>(busiestBarber))[0]?.id],
    repeats: 400,
    end: 'commit',
  },
  {
    id: 'rls-list',
    title: 'RLS overhead, bookings of a barber',
    seed,
    sql: `select id, start_time, end_time, status
        from appointments
        where barber_id = $1 and status in ('confirmed', 'pending') and start_time >= $2 and start_time < $3
        order by start_time, id`,
    values: async (owner) => [
      (await owner.query<{ id: number }>(busiestBarber))[0]?.id,
      timeOf(today, 0),
      timeOf(dayAfter(today, 14), 0),
    ],
    repeats: 300,
    end: 'commit',
  },
  {
    id: 'rls-report',
    title: 'RLS overhead, revenue of a month',
    seed,
    sql: `select barber_id, sum(amount), count(*)
        from payments
        where status = 'completed' and created_at >= $1 and created_at < $2
        group by barber_id`,
    values: async () => [lastDays(30).from, lastDays(30).before],
    repeats: 60,
    end: 'commit',
  },
])
