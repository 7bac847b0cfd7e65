import type { Client } from 'pg'
import { expect, test } from 'vitest'
import { createDatabase } from '../../../test/database.ts'
import { planOf } from '../../../test/plan.ts'
import { sqlState } from '../../postgres/index.ts'
import { applyPlan, rollbackRun, typeChangePlan } from '../index.ts'
import { connector } from '../testing/plan.ts'
import { wholeCatalog } from '../testing/whole-catalog.ts'

const database = await createDatabase({
  schema: `create table orders (id int primary key, code int not null unique, note text);
    insert into orders select i, i, repeat('x', 100) from generate_series(1, 3000) as i`,
})
const { client } = database
const connect = connector(database.url)

test('writers in READ COMMITTED and REPEATABLE READ lose nothing, on the way and on the way back', async () => {
  const before = await wholeCatalog(database)
  const plan = planOf(
    await typeChangePlan(client, { schema: 'public', table: 'orders', column: 'code', type: 'bigint' }),
  )
  const stop = new AbortController()
  const writers = [writer('read committed', 0, stop.signal), writer('repeatable read', 1, stop.signal)]
  const run = await applyPlan(connect, plan)
  await rollbackRun(connect, run.id)
  stop.abort()
  const expected = new Map((await Promise.all(writers)).flatMap((codes) => [...codes]))
  const { rows } = await client.query<{ id: number; code: number }>('select id, code from orders')
  expect(new Map(rows.map(({ id, code }) => [id, code]))).toEqual(expected)
  expect(await wholeCatalog(database)).toBe(before)
})

/** Writes to rows of its own, and knows what must be in them. */
async function writer(isolation: string, remainder: number, signal: AbortSignal): Promise<Map<number, number>> {
  const session = await connect()
  const codes = new Map(
    Array.from({ length: 3000 }, (_, i) => [i + 1, i + 1] as const).filter(([id]) => id % 2 === remainder),
  )
  for (let next = 10_000 + remainder; !signal.aborted; next += 2) {
    const ids = [...codes.keys()]
    const [changed = 0, gone = 0] = [ids[next % ids.length], ids[(next * 7) % ids.length]]
    await again(session, isolation, [
      'select count(*) from orders',
      `update orders set code = ${next} where id = ${changed}`,
      ...(changed === gone ? [] : [`delete from orders where id = ${gone}`]),
      `insert into orders (id, code, note) values (${next}, ${-next}, 'new')`,
    ])
    codes.set(changed, next)
    if (changed !== gone) codes.delete(gone)
    codes.set(next, -next)
  }
  await session.end()
  return codes
}

async function again(session: Client, isolation: string, statements: readonly string[]): Promise<void> {
  for (;;) {
    try {
      await session.query(`begin isolation level ${isolation}`)
      for (const statement of statements) await session.query(statement)
      await session.query('commit')
      return
    } catch (error) {
      await session.query('rollback')
      // Somebody else has changed the row since the transaction began: it is for the application to do it again.
      if (sqlState(error) !== '40001') throw error
    }
  }
}
