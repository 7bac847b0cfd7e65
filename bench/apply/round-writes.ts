import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from 'pg'
import { openSession } from './session.ts'

const writes = 30

/**
 * What the application writes in a round: always the same for the same round, in its tables or in copies of them that
 * nobody touches. Each write can be done again, as it must be when nobody knows whether it was done.
 */
function statements(round: number, orders: number): string[] {
  return Array.from({ length: writes }, (_, i) => {
    const nth = round * writes + i
    const id = 1 + ((nth * 7919) % orders)
    if (i % 3 === 0) return `update orders set amount = ${nth % 1000} where id = ${id}`
    if (i % 3 === 1) {
      return `insert into orders (id, customer_id, code, amount, status, placed_at)
        values (${orders + 1 + nth}, 1, 'code ${orders + 1 + nth}', 1, 'new', '2026-01-01') on conflict do nothing`
    }
    return `delete from visits where id = ${id}`
  })
}

/** Writes as an application does that loses its session now and then, for about as long as `lastsMs`. */
export async function writeRound(url: string, round: number, orders: number, lastsMs: number): Promise<void> {
  let client: Client | undefined
  try {
    for (const sql of statements(round, orders)) {
      for (let tried = 0; ; tried++) {
        try {
          client ??= await openSession(url)
          await client.query(sql)
          break
        } catch (error) {
          client?.end().catch(() => {})
          client = undefined
          if (tried > 600) throw error
          await sleep(100)
        }
      }
      await sleep(lastsMs / writes)
    }
  } finally {
    await client?.end().catch(() => {})
  }
}

/** Tables as the application would have left them if there had been neither plan nor fault. */
export async function makeExpected(client: Client): Promise<void> {
  await client.query('create schema expected')
  for (const table of ['orders', 'visits']) {
    await client.query(`create table expected.${table} (like public.${table} including indexes including defaults);
      insert into expected.${table} select * from public.${table}`)
  }
}

export async function expectRound(client: Client, round: number, orders: number): Promise<void> {
  const all = statements(round, orders).join(';')
  await client.query(`begin; set local search_path = expected; ${all}; commit`)
}

/** How many rows are not as they would be without plan and fault. */
export async function wrongRows(client: Client): Promise<number> {
  let wrong = 0
  for (const [table, columns] of [
    ['orders', 'id, customer_id, code, amount, status, placed_at'],
    ['visits', 'id, part, page'],
  ]) {
    const [is, was] = [`select ${columns} from public.${table}`, `select ${columns} from expected.${table}`]
    const { rows } = await client.query<{ wrong: number }>(
      `select count(*)::int as wrong from ((${is} except all ${was}) union all (${was} except all ${is})) as differing`,
    )
    wrong += rows[0]?.wrong ?? 0
  }
  return wrong
}
