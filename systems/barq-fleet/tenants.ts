import { dimension, zipfParts } from '@pgwright/system-frame'
import type { Dimensions, Random } from 'pgwright'

/** A company and its part of the couriers. Its couriers take the slots from `firstSlot` on. */
export interface Tenant {
  readonly organizationId: number
  readonly firstSlot: number
  readonly couriers: number
  /** The first `active` slots hold active couriers, the first `inService` also those on leave. */
  readonly active: number
  readonly inService: number
}

/** Gives the biggest of 100 companies 7 % of the couriers, as a market with a few large fleets does. */
const zipfExponent = 0.6

/** All companies, the biggest first: organization 1 is the biggest. */
export function tenants(dimensions: Dimensions): readonly Tenant[] {
  const parts = zipfParts(dimension(dimensions, 'organizations'), dimension(dimensions, 'couriers'), zipfExponent)
  return parts.map(({ first, size }, rank) => ({
    organizationId: rank + 1,
    firstSlot: first,
    couriers: size,
    active: Math.ceil(size * 0.84),
    inService: Math.ceil(size * 0.9),
  }))
}

export function largestTenant(dimensions: Dimensions): Tenant {
  const [largest] = tenants(dimensions)
  if (largest === undefined) throw new Error('barq-fleet needs at least one organization; raise `organizations`')
  return largest
}

/** The id of the courier in a slot: the same permutation as `build.scatter`. */
export function courierInSlot(slot: number, dimensions: Dimensions): number {
  return ((slot * 7919) % dimension(dimensions, 'couriers')) + 1
}

/** The naive statistics load every delivery of a tenant; more than these would not fit into 100 MB. */
const loadableDeliveries = 75_000

/**
 * One company, mostly a large one: the seed's times are those of companies whose lists are long. One call in eight
 * comes from any company, as far as its deliveries can be loaded at once.
 */
export function anyTenant(random: Random, dimensions: Dimensions): Tenant {
  const deliveriesOfCourier = dimension(dimensions, 'deliveries') / dimension(dimensions, 'couriers')
  const all = tenants(dimensions).filter(({ couriers }) => couriers * deliveriesOfCourier <= loadableDeliveries)
  return random.pick(random.integer(1, 8) === 1 ? all : all.slice(0, 3))
}

/** One active courier of a company; a company's first slots are its busiest couriers. */
export function anyCourier(tenant: Tenant, random: Random, dimensions: Dimensions): number {
  return courierInSlot(tenant.firstSlot + random.integer(0, tenant.active - 1), dimensions)
}

/** One of a company's newest deliveries: delivery i belongs to the company of courier (i - 1) mod couriers + 1. */
export function anyRecentDelivery(tenant: Tenant, random: Random, dimensions: Dimensions): number {
  const couriers = dimension(dimensions, 'couriers')
  const rounds = Math.floor(dimension(dimensions, 'deliveries') / couriers)
  const slot = tenant.firstSlot + random.integer(0, tenant.couriers - 1)
  return courierInSlot(slot, dimensions) + couriers * random.integer(Math.floor(rounds * 0.97), rounds - 1)
}
