import type { Connection } from 'pgwright'

/** Rows of one statement; half of them belong to each of two barbers. */
export const rowsAtOnce = 25

export interface ChangedRows {
  readonly barberId: number
  readonly otherId: number
  /** Decides the times and states of the rows. */
  readonly salt: number
  readonly rows: number
}

// Only rows that these statements have made are changed and deleted again. None is in a month whose books are closed,
// and none is a live booking, which the constraint might refuse.
const drawn = `
  select case when i % 2 = 0 then $1::integer else $2::integer end as barber_id,
    timestamptz '2025-07-21 00:00:00+00' + interval '1 minute' * abs(hashint8extended(i, $3::bigint) % 300000) as at,
    abs(hashint8extended(i, $3::bigint + 1) % 3)::integer as kind
  from generate_series(1, $4::integer) as i`

/** The latest first: what was the last booking, or was paid in the latest month, goes again and again. */
const some = (table: string, which: string, latest: string) =>
  `id in (select id from ${table} where barber_id in ($1::integer, $2::integer) and ${which}
     order by ${latest} desc, id limit $4::integer for no key update skip locked) and $3::bigint > 0`

const appointments = some('appointments', `service_name = 'Counted'`, 'start_time')
const payments = some('payments', `stripe_payment_intent_id = 'counted'`, 'created_at')
const clients = some('clients', `name = 'Counted'`, 'id').replace('barber_id', 'user_id')

const other = (column: string) => `case when ${column} = $1::integer then $2::integer else $1::integer end`

const statements = {
  'book appointments': `insert into appointments
      (organization_id, barber_id, service_name, status, start_time, end_time, price)
    select 1, barber_id, 'Counted', ('{completed,no_show,cancelled}'::text[])[1 + kind], at, at + interval '30 minutes', 40
    from (${drawn}) as d`,
  'change the status of appointments': `update appointments
    set status = case when status = 'cancelled' then 'no_show' else 'cancelled' end where ${appointments}`,
  'move appointments to another barber': `update appointments set barber_id = ${other('barber_id')} where ${appointments}`,
  'move appointments to another time': `update appointments
    set start_time = start_time + interval '1 day', end_time = end_time + interval '1 day' where ${appointments}`,
  'note something': `update appointments set notes = 'Came early' where ${appointments}`,
  'delete appointments': `delete from appointments where ${appointments}`,
  'take payments': `insert into payments (organization_id, user_id, barber_id, payment_type, status, method, amount,
      commission_rate, stripe_payment_intent_id, created_at)
    select 1, barber_id, barber_id, 'charge', ('{completed,completed,failed}'::text[])[1 + kind], 'card', 1 + kind, 0.5,
      'counted', at
    from (${drawn}) as d`,
  'change the status of payments': `update payments
    set status = case when status = 'completed' then 'pending' else 'completed' end where ${payments}`,
  'change the amount of payments': `update payments set amount = amount + 0.01 where ${payments}`,
  'move payments to another barber': `update payments set barber_id = ${other('barber_id')} where ${payments}`,
  'move payments to another month': `update payments set created_at = created_at + interval '31 days' where ${payments}`,
  'delete payments': `delete from payments where ${payments}`,
  'add clients': `insert into clients (organization_id, user_id, name, phone)
    select 1, barber_id, 'Counted', '+12010000000' from (${drawn}) as d`,
  'move clients to another barber': `update clients set user_id = ${other('user_id')} where ${clients}`,
  'delete clients': `delete from clients where ${clients}`,
} as const

export type ChangeKind = keyof typeof statements

export const changeKinds = Object.keys(statements) as readonly ChangeKind[]

/** @returns how many rows it has changed */
export async function changeRows(db: Connection, kind: ChangeKind, values: ChangedRows): Promise<number> {
  const [row] = await db.query<{ rows: number }>(
    `with changed as (${statements[kind]} returning 1) select count(*)::integer as rows from changed`,
    [values.barberId, values.otherId, values.salt + 1, values.rows],
  )
  return row?.rows ?? 0
}
