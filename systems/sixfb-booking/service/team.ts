import type { Connection } from 'pgwright'

interface Member {
  readonly id: number
  readonly name: string
  readonly monthlyRevenue: string
  readonly revenueMonth: string | null
  readonly clientCount: number
  readonly lastBookingDate: Date | null
}

const cuts = `unified_role in ('BARBER', 'SHOP_OWNER') and is_active`

/** The shop's barbers with what the seed would keep as counters, counted anew for each view of the page. */
export const teamNaiveSql = `
  select
    u.id,
    u.name,
    coalesce(m.revenue, 0)::numeric(10, 2) as "monthlyRevenue",
    m.month::text as "revenueMonth",
    coalesce(c.clients, 0)::integer as "clientCount",
    b.latest as "lastBookingDate"
  from users u
  left join (
    select distinct on (barber_id)
      barber_id, date_trunc('month', created_at at time zone 'UTC')::date as month, sum(amount) as revenue
    from payments
    where status = 'completed'
    group by barber_id, month
    order by barber_id, month desc
  ) as m on m.barber_id = u.id
  left join (select user_id, count(*) as clients from clients group by user_id) as c on c.user_id = u.id
  left join (
    select barber_id, max(start_time) as latest from appointments where status <> 'cancelled' group by barber_id
  ) as b on b.barber_id = u.id
  where ${cuts}
  order by u.id`

export async function teamNaive(db: Connection): Promise<readonly Member[]> {
  return copies(await db.query<Member>(teamNaiveSql))
}

export const teamSql = `
  select
    id, name, monthly_revenue as "monthlyRevenue", revenue_month::text as "revenueMonth", client_count as "clientCount",
    last_booking_date as "lastBookingDate"
  from users
  where ${cuts}
  order by id`

export async function team(db: Connection): Promise<readonly Member[]> {
  return copies(await db.query<Member>(teamSql))
}

function copies(rows: readonly Member[]): readonly Member[] {
  return rows.map((row) => ({ ...row }))
}
