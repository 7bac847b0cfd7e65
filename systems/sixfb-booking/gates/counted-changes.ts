import type { Connection, Random } from 'pgwright'
import { inTenant } from '../service/tenant.ts'
import type { Barber } from '../shops.ts'

/** Rows of one statement: they belong to several barbers, whom it has to lock in one order. */
const rowsAtOnce = 25

type Table = 'appointments' | 'payments' | 'clients'

/** Ids of the rows that were added, of which some are changed and taken away again. */
export type Added = Readonly<Record<Table, (number | string)[]>>

export function nothingAdded(): Added {
  return { appointments: [], payments: [], clients: [] }
}

// Nothing is in a month whose books are closed, and none is a live booking, which the constraint might refuse.
const drawn = `
  select ($1::integer[])[1 + i % cardinality($1)] as barber_id,
    timestamptz '2025-07-21 00:00:00+00' + interval '1 minute' * abs(hashint8extended(i, $2) % 300000) as at,
    abs(hashint8extended(i, $2 + 1) % 3)::integer as kind
  from generate_series(1, ${rowsAtOnce}) as i`

const additions: Readonly<Record<Table, string>> = {
  appointments: `insert into appointments (organization_id, barber_id, service_name, status, start_time, end_time, price)
    select 1, barber_id, 'Haircut', ('{completed,no_show,cancelled}'::text[])[1 + kind], at, at + interval '30 minutes', 40
    from (${drawn}) as d`,
  payments: `insert into payments (organization_id, user_id, barber_id, payment_type, status, method, amount,
      commission_rate, created_at)
    select 1, barber_id, barber_id, 'charge', ('{completed,completed,failed}'::text[])[1 + kind], 'cash', 1 + kind, 0.5, at
    from (${drawn}) as d`,
  clients: `insert into clients (organization_id, user_id, name, phone)
    select 1, barber_id, 'New Client', '+12010000000' from (${drawn}) as d`,
}

/** What becomes of rows with the ids `$1`; `$2` is a barber. */
const changes: readonly (readonly [Table, string])[] = [
  [
    'appointments',
    `update appointments set status = case when status = 'cancelled' then 'no_show' else 'cancelled' end`,
  ],
  ['appointments', 'update appointments set barber_id = $2'],
  [
    'appointments',
    `update appointments set start_time = start_time + interval '1 day', end_time = end_time + interval '1 day'`,
  ],
  ['appointments', `update appointments set notes = 'Came early'`],
  ['payments', `update payments set status = case when status = 'completed' then 'pending' else 'completed' end`],
  ['payments', 'update payments set barber_id = $2'],
  ['payments', 'update payments set amount = amount + 0.01'],
  ['payments', `update payments set created_at = created_at + interval '31 days'`],
  ['clients', 'update clients set user_id = $2'],
]

/** The latest rows of a barber, which is what the counters have to look up again when they go. */
const latest: readonly string[] = [
  `update appointments set status = 'cancelled'
   where id in (select id from appointments where barber_id = $1 and status in ('completed', 'no_show')
     and start_time >= '2025-07-21' order by start_time desc, id limit 3)`,
  `update payments set status = 'failed'
   where id in (select id from payments where barber_id = $1 and status = 'completed'
     and created_at >= '2025-07-21' order by created_at desc, id limit 3)`,
]

/** One statement, ready to be sent, and sent again where it fails. @returns how many rows it has changed */
export type CountedChange = (db: Connection) => Promise<number>

/** Draws a change of the shop's rows: one in three adds some, one in four takes some away. */
export function drawChange(shop: readonly Barber[], added: Added, random: Random): CountedChange {
  const table = random.pick(['appointments', 'payments', 'clients'] as const)
  const barberId = random.pick(shop).id
  const drawn = random.integer(1, 12)
  if (drawn <= 4) return addition(table, shop, added, random)
  if (drawn <= 7) return removal(table, added)
  if (drawn === 8) return (db) => send(db, random.pick(latest), [barberId]).then(({ length }) => length)
  const [changed, sql] = random.pick(changes)
  const of = added[changed]
  const ids = Array.from({ length: Math.min(rowsAtOnce, of.length) }, () => random.pick(of))
  const values = sql.includes('$2') ? [ids, barberId] : [ids]
  return async (db) => (await send(db, `${sql} where id = any($1)`, values)).length
}

function addition(table: Table, shop: readonly Barber[], added: Added, random: Random): CountedChange {
  const values = [[random.pick(shop).id, random.pick(shop).id, random.pick(shop).id], random.integer(1, 1e9)]
  return async (db) => {
    const ids = await send(db, additions[table], values)
    added[table].push(...ids)
    return ids.length
  }
}

function removal(table: Table, added: Added): CountedChange {
  const ids = added[table].splice(0, rowsAtOnce)
  return async (db) => (await send(db, `delete from ${table} where id = any($1)`, [ids])).length
}

/** In a transaction of its own. @returns the ids of the rows that it has written */
async function send(db: Connection, sql: string, values: readonly unknown[]): Promise<(number | string)[]> {
  const rows = await inTenant(db, 1, () => db.query<{ id: number | string }>(`${sql} returning id`, values))
  return rows.map(({ id }) => id)
}
