import type { Connection } from 'pgwright'
import type { TenantCall } from './tenant.ts'

export interface TripCall extends TenantCall {
  readonly tripId: string
}

export interface Point {
  /** As ISO 8601. */
  readonly ts: string
  readonly lat: number
  readonly lng: number
  readonly speedKph: number
}

export interface RecordCall extends TripCall {
  readonly points: readonly Point[]
}

interface TripRow {
  readonly id: string
  readonly startedAt: Date
  readonly endedAt: Date | null
}

interface PointRow {
  readonly ts: Date
  readonly lat: string
  readonly lng: string
  readonly speed_kph: string | null
}

/** How long a recording lasts at most, as the table's check has it. */
const longestMs = 4 * 3_600_000

/** A trip with `include: { points: true }`. */
export async function tripPointsNaive(db: Connection, { tripId }: TripCall) {
  const [trip] = await db.query<TripRow>('select * from "Trip" where "id" = $1', [tripId])
  if (trip === undefined) return null
  const points = await db.query<PointRow>('select * from "TripPoint" where "tripId" in ($1) order by "ts", "id"', [
    trip.id,
  ])
  return track(trip, points)
}

/** Says when the trip was, so that one month is read and not fourteen. */
export async function tripPoints(db: Connection, { tripId }: TripCall) {
  const [trip] = await db.query<TripRow>('select "id", "startedAt", "endedAt" from "Trip" where "id" = $1', [tripId])
  if (trip === undefined) return null
  const last = trip.endedAt ?? new Date(trip.startedAt.getTime() + longestMs)
  const points = await db.query<PointRow>(
    `select "ts", "lat", "lng", "speed_kph" from partitioned."TripPoint"
     where "tripId" = $1 and "ts" >= $2 and "ts" <= $3
     order by "ts", "id"`,
    [trip.id, trip.startedAt, last],
  )
  return track(trip, points)
}

/**
 * A batch from the phone in the car. Its keys are in the order of time: of random ones, the table's default, each goes to
 * another page of the primary key, which on the largest table is seldom in memory.
 */
export async function recordPoints(db: Connection, { orgId, tripId, points }: RecordCall): Promise<void> {
  await db.query(
    `insert into "TripPoint" ("id", "orgId", "tripId", "ts", "lat", "lng", "speed_kph")
     select uuidv7(), $1::uuid, $2::uuid, * from unnest($3::timestamptz[], $4::numeric[], $5::numeric[], $6::numeric[])`,
    [
      orgId,
      tripId,
      points.map(({ ts }) => ts),
      points.map(({ lat }) => lat),
      points.map(({ lng }) => lng),
      points.map(({ speedKph }) => speedKph),
    ],
  )
}

function track({ id, startedAt, endedAt }: TripRow, rows: readonly PointRow[]) {
  const points = rows.map(({ ts, lat, lng, speed_kph }) => ({ ts, lat, lng, speedKph: speed_kph }))
  return { id, startedAt, endedAt, points }
}
