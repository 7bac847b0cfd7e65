// An application at a steady rate, in a process of its own. A statement's time counts from when it was due, so that those
// which wait for a session because others wait for a lock are not forgotten.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from 'pg'
import type { LongestWait, PhaseReport } from './load-process.ts'
import { openSession } from './session.ts'

const sessions = 16
const tickMs = 2
/** Who waits longer for an answer has given up. */
const inTimeMs = 1_000

interface Options {
  readonly url: string
  readonly ratePerSecond: number
  readonly orders: number
}

interface Phase {
  readonly name: string
  readonly startedAt: number
  readonly waitsMs: number[]
  longest: LongestWait
  /** Each message once. */
  readonly errors: Set<string>
  inTime: number
  failed: number
  endedAt: number
}

type Call = readonly [sql: string, values: readonly unknown[]]

const { url, ratePerSecond, orders } = JSON.parse(process.argv[2] ?? '{}') as Options
const phases: Phase[] = []
const free: Client[] = []
const waiting: { readonly due: number; readonly phase: Phase; readonly calls: readonly Call[] }[] = []
let busy = 0
let nth = 0

function nextCalls(): Call[] {
  nth++
  const id = 1 + ((nth * 7919) % orders)
  const fresh = orders + nth
  switch (nth % 5) {
    case 0:
      return [['update orders set amount = $2 where id = $1', [id, nth % 1000]]]
    case 1:
      return [
        [
          `insert into orders (id, customer_id, code, amount, status, placed_at) values ($1, 1, $2, 1, 'new', now())`,
          [fresh, `code ${fresh}`],
        ],
      ]
    case 2:
      return [
        ['begin', []],
        ['select name from customers where id = 1 + $1 % 100 for share', [nth]],
        ['insert into visits (id, part, page) values ($1, $2, $3)', [fresh, fresh % 4, `page ${nth % 100}`]],
        ['update orders set status = $2 where id = $1', [id, 'paid']],
        ['commit', []],
      ]
    default:
      return [['select amount, status from orders where id = $1', [id]]]
  }
}

async function serve(client: Client, due: number, phase: Phase, calls: readonly Call[]): Promise<void> {
  busy++
  let from = due
  try {
    for (const [sql, values] of calls) {
      await client.query(sql, [...values])
      const now = performance.now()
      phase.waitsMs.push(now - from)
      if (now - from > phase.longest.ms) phase.longest = { ms: now - from, sql, endedAt: Date.now() }
      if (now - from <= inTimeMs) phase.inTime++
      from = now
    }
  } catch (error) {
    phase.failed++
    phase.waitsMs.push(performance.now() - from)
    phase.errors.add(error instanceof Error ? error.message : String(error))
    await client.query('rollback').catch(() => {})
  }
  busy--
  const next = waiting.shift()
  if (next === undefined) free.push(client)
  else void serve(client, next.due, next.phase, next.calls)
}

function current(): Phase {
  return phases.at(-1) as Phase
}

function begin(name: string): void {
  const now = performance.now()
  const last = phases.at(-1)
  if (last !== undefined) last.endedAt = now
  phases.push({
    name,
    startedAt: now,
    waitsMs: [],
    longest: { ms: 0, sql: '', endedAt: 0 },
    errors: new Set(),
    inTime: 0,
    failed: 0,
    endedAt: Number.POSITIVE_INFINITY,
  })
}

async function run(): Promise<void> {
  let due = performance.now()
  while (current().name !== 'end') {
    for (; due <= performance.now(); due += 1000 / ratePerSecond) {
      const client = free.pop()
      const calls = nextCalls()
      if (client === undefined) waiting.push({ due, phase: current(), calls })
      else void serve(client, due, current(), calls)
    }
    await sleep(tickMs)
  }
  while (busy > 0 || waiting.length > 0) await sleep(tickMs)
}

function reportOf({ name, startedAt, endedAt, waitsMs, longest, errors, inTime, failed }: Phase): PhaseReport {
  const sorted = waitsMs.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0
  const perSecond = (inTime / (endedAt - startedAt)) * 1000
  return {
    name,
    statements: sorted.length,
    failed,
    errors: [...errors],
    maxMs: at(1),
    p99Ms: at(0.99),
    p50Ms: at(0.5),
    perSecond,
    longest,
  }
}

for (let session = 0; session < sessions; session++) {
  const client = await openSession(url)
  await client.query(`set application_name = 'application'`)
  free.push(client)
}
begin('warm-up')
process.on('message', (name: string) => {
  begin(name)
  process.send?.({ begun: name })
})
process.send?.({ begun: 'warm-up' })
await run()
for (const client of free) await client.end()
process.send?.({ reports: phases.slice(0, -1).map(reportOf) })
process.disconnect?.()
