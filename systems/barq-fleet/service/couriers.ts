import type { Connection } from 'pgwright'

interface CourierRow {
  readonly id: number
  readonly name: string
  readonly phone: string
  readonly city: string
  readonly joining_date: unknown
  readonly current_vehicle_id: number | null
}

interface VehicleRow {
  readonly plate_number: string
  readonly vehicle_type: string
}

const pageSize = 100

/**
 * The seed's list endpoint: loads every active courier with all columns and cuts the page here. The page says since
 * when a courier has had the vehicle, which is asked for line by line.
 */
export async function activeCouriersNaive(db: Connection) {
  const couriers = await db.query<CourierRow>(
    `select * from couriers where status = 'ACTIVE' order by joining_date desc, id desc`,
  )
  const list = []
  for (const courier of couriers.slice(0, pageSize)) {
    const assignments = await db.query<{ start_date: unknown }>(
      `select * from courier_vehicle_assignments where courier_id = $1 and status = 'active'`,
      [courier.id],
    )
    list.push(listItem(courier, assignments[0]?.start_date ?? null))
  }
  return list
}

export async function activeCouriers(db: Connection) {
  const couriers = await db.query<CourierRow & { vehicle_since: unknown }>(
    `select c.id, c.name, c.phone, c.city, c.joining_date, a.start_date as vehicle_since
     from couriers c
     left join courier_vehicle_assignments a on a.courier_id = c.id and a.status = 'active'
     where c.status = 'ACTIVE'
     order by c.joining_date desc, c.id desc
     limit $1`,
    [pageSize],
  )
  return couriers.map((courier) => listItem(courier, courier.vehicle_since))
}

/** The seed's N+1: a query for the vehicle of each courier. */
export async function couriersWithVehicleNaive(db: Connection) {
  const couriers = await db.query<CourierRow>(
    `select * from couriers where status = 'ACTIVE' order by joining_date desc, id desc limit $1`,
    [pageSize],
  )
  const list = []
  for (const courier of couriers) {
    const [vehicle] =
      courier.current_vehicle_id === null
        ? []
        : await db.query<VehicleRow>('select * from vehicles where id = $1', [courier.current_vehicle_id])
    list.push(withVehicle(courier, vehicle?.plate_number ?? null, vehicle?.vehicle_type ?? null))
  }
  return list
}

export async function couriersWithVehicle(db: Connection) {
  const couriers = await db.query<CourierRow & { [Column in keyof VehicleRow]: string | null }>(
    `select c.id, c.name, v.plate_number, v.vehicle_type
     from couriers c
     left join vehicles v on v.id = c.current_vehicle_id
     where c.status = 'ACTIVE'
     order by c.joining_date desc, c.id desc
     limit $1`,
    [pageSize],
  )
  return couriers.map((courier) => withVehicle(courier, courier.plate_number, courier.vehicle_type))
}

function listItem({ id, name, phone, city, joining_date }: CourierRow, vehicleSince: unknown) {
  return { id, name, phone, city, joiningDate: joining_date, vehicleSince }
}

function withVehicle({ id, name }: CourierRow, plateNumber: string | null, vehicleType: string | null) {
  return { id, name, plateNumber, vehicleType }
}
