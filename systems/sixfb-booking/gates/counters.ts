import { dimension } from '@pgwright/system-frame'
import type { Connection, Gate, GateContext } from 'pgwright'
import { recountSql } from '../changes/index.ts'
import { barbers } from '../shops.ts'
import { type CountedChange, drawChange, nothingAdded } from './counted-changes.ts'

const connections = 8
/** A deadlock, or a serialization that failed: what an application tries again. */
const retried = new Set(['40P01', '40001'])

/** Many sessions change what is counted, several rows of several barbers at a time; then everything is counted anew. */
export const exactCounters: Gate = {
  id: 'counter-errors',
  title: 'Counters against a recount',
  claim: 'exact after concurrent inserts, updates, moves between barbers and deletes',
  async measure(context) {
    const wanted = dimension(context.dimensions, 'counterChanges')
    const startedAt = performance.now()
    const { changed, retries } = await changeAtOnce(context, wanted)
    const seconds = (performance.now() - startedAt) / 1000
    const wrong = await wrongCounters(context.owner)
    return {
      measured: `${wrong} of all users differ after ${changed} rows changed in ${seconds.toFixed(1)} s on ${connections} connections; ${retries} retries`,
      met: wrong === 0 && changed >= wanted,
      figures: [
        { id: 'counter-errors', title: 'Counters that are wrong', value: wrong, unit: '', goal: 0, better: 'lower' },
      ],
    }
  },
}

/** Users whose counters are not what their rows say. */
export async function wrongCounters(owner: Connection): Promise<number> {
  const [row] = await owner.query<{ wrong: number }>(
    `select count(*)::integer as wrong
     from users u
     join (${recountSql()}) as r on r.id = u.id
     where (u.monthly_revenue, u.revenue_month, u.client_count, u.last_booking_date)
       is distinct from (r.monthly_revenue, r.revenue_month, r.client_count, r.last_booking_date)`,
  )
  return row?.wrong ?? Number.NaN
}

interface Work {
  /** Rows so far, of all sessions. */
  changed: number
  retries: number
}

async function changeAtOnce({ pool, dimensions, random }: GateContext, wanted: number): Promise<Work> {
  const work: Work = { changed: 0, retries: 0 }
  const shop = barbers(dimensions).filter(({ organizationId }) => organizationId === 1)
  const added = nothingAdded()
  const { connections: sessions, close } = await pool(connections)
  const changeUntilDone = async (db: Connection) => {
    while (work.changed < wanted) {
      // Not `+= await`, which adds to what was there before the wait.
      const rows = await tryAgain(db, work, drawChange(shop, added, random))
      work.changed += rows
    }
  }
  try {
    await Promise.all(sessions.map(changeUntilDone))
  } finally {
    await close()
  }
  return work
}

async function tryAgain(db: Connection, work: Work, change: CountedChange): Promise<number> {
  for (;;) {
    try {
      return await change(db)
    } catch (error) {
      if (!retried.has((error as { code?: string }).code ?? '')) throw error
      work.retries++
    }
  }
}
