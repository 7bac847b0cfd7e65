import type { Connection, Gate } from 'pgwright'
import { orgIdOf, schools } from '../schools.ts'
import { bookingsAfter, bookingsByOffset, type Cursor, pageSize } from '../service/bookings.ts'
import { inTenant } from '../service/tenant.ts'

/** Of the time of the first page; a few times as much is still no matter of depth. */
const mostTimes = 3

/**
 * The last page but one of the largest school, by its number and by the cursor that stands before it. The benchmark
 * leafs, since only that has a cursor for each page; here the cursor is found beforehand, and not timed.
 */
export const deepPage: Gate = {
  id: 'deep-page',
  title: 'A deep page of bookings',
  claim: `by cursor at most ${mostTimes} times the first page's time`,
  async measure({ service, owner, dimensions, compare }) {
    const [largest] = schools(dimensions)
    const orgId = largest === undefined ? '' : orgIdOf(largest)
    const { page, cursor } = await deepCursor(owner, orgId)
    const [firstMs = Number.NaN, cursorMs = Number.NaN, offsetMs = Number.NaN] = await inTenant(service, orgId, () =>
      compare(
        [
          () => bookingsAfter(service, null),
          () => bookingsAfter(service, cursor),
          () => bookingsByOffset(service, { orgId }, page),
        ],
        60,
      ),
    )
    return {
      measured: `page ${page} by cursor ${cursorMs.toFixed(2)} ms, by offset ${offsetMs.toFixed(2)} ms, page 1 ${firstMs.toFixed(2)} ms`,
      met: cursorMs <= mostTimes * firstMs,
      figures: [
        {
          id: 'deep-page-times',
          title: "A deep page's time by cursor, in first pages",
          value: cursorMs / firstMs,
          unit: 'times',
          goal: mostTimes,
          better: 'lower',
        },
      ],
    }
  },
}

async function deepCursor(owner: Connection, orgId: string): Promise<{ page: number; cursor: Cursor | null }> {
  const [row] = await owner.query<Cursor & { before: number }>(
    `with pages as (select count(*)::integer / ${pageSize} - 1 as before from "Booking" where "orgId" = $1)
     select p.before, b."startAt", b."id"
     from pages p
     cross join lateral (
       select "startAt", "id" from "Booking" where "orgId" = $1
       order by "startAt" desc, "id" desc offset p.before * ${pageSize} - 1 limit 1
     ) as b`,
    [orgId],
  )
  return row === undefined ? { page: 1, cursor: null } : { page: row.before + 1, cursor: row }
}
