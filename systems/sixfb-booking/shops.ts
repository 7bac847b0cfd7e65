import { dimension, zipfParts } from '@pgwright/system-frame'
import type { Dimensions, Random } from 'pgwright'

/** A barber: one who cuts, the shop's owner among them. */
export interface Barber {
  /** Numbered without gaps from 0, a shop's barbers one after another. */
  readonly slot: number
  /** Of the user. */
  readonly id: number
  readonly organizationId: number
  /** Within the shop; 0 is the owner, who has the most clients. */
  readonly rank: number
  /** How full the days are, in thousandths of the mean. */
  readonly popularity: number
  /** The barber's clients take the client slots from `firstClient` on. */
  readonly firstClient: number
  readonly clients: number
}

/** Gives the biggest of 100 shops 7 % of the barbers, as a market with a few large shops does. */
const zipfExponent = 0.6
/** Within a shop, by rank: the owner of a shop of ten is booked 1.6 times as often as the last one. */
const popularityExponent = 0.2

/** Calls are drawn by the thousand, and to divide the market for each would take longer than the call. */
const divided = new WeakMap<Dimensions, readonly Barber[]>()

/** All barbers, those of the biggest shop first: organization 1 is the biggest. */
export function barbers(dimensions: Dimensions): readonly Barber[] {
  const known = divided.get(dimensions) ?? divide(dimensions)
  divided.set(dimensions, known)
  return known
}

function divide(dimensions: Dimensions): readonly Barber[] {
  const total = dimension(dimensions, 'barbers')
  const clientSlots = dimension(dimensions, 'clients')
  const drawn = zipfParts(dimension(dimensions, 'organizations'), total, zipfExponent).flatMap((shop, index) =>
    zipfParts(shop.size, 1000 * shop.size, popularityExponent).map(({ size }, rank) => ({
      slot: shop.first + rank,
      id: barberInSlot(shop.first + rank, dimensions),
      organizationId: index + 1,
      rank,
      popularity: size,
    })),
  )
  let before = 0
  return drawn.map((barber) => {
    const firstClient = Math.floor((clientSlots * before) / (1000 * total))
    before += barber.popularity
    const clients = Math.floor((clientSlots * before) / (1000 * total)) - firstClient
    return { ...barber, firstClient, clients }
  })
}

/** The user in a slot: the same permutation as `build.scatter`. */
function barberInSlot(slot: number, dimensions: Dimensions): number {
  return ((slot * 7919) % dimension(dimensions, 'barbers')) + 1
}

/** As many of the biggest are taken for large. */
const largeShops = 3

/**
 * One barber, mostly of a large shop: the seed's times are those of shops that have much to show. One call in eight
 * comes from any.
 */
export function anyBarber(random: Random, dimensions: Dimensions): Barber {
  const all = barbers(dimensions)
  if (random.integer(1, 8) === 1) return random.pick(all)
  const ofLarge = all.findIndex(({ organizationId }) => organizationId > largeShops)
  return random.pick(all.slice(0, ofLarge === -1 ? all.length : ofLarge))
}

/** The service of a shop that has a number, from 1 to `servicesOfShop`. */
export function serviceOfShop(organizationId: number, number: number, dimensions: Dimensions): number {
  return (number - 1) * dimension(dimensions, 'organizations') + organizationId
}

/** One of a barber's clients. */
export function anyClient({ firstClient, clients }: Barber, random: Random, dimensions: Dimensions): number {
  return (((firstClient + random.integer(0, clients - 1)) * 7919) % dimension(dimensions, 'clients')) + 1
}

/** Every fourth barber rents the chair and takes the money; that of the others goes to the shop's owner. */
export function accountOf(barber: Barber, dimensions: Dimensions): number {
  if (barber.slot % 4 === 3) return barber.id
  return barberInSlot(barber.slot - barber.rank, dimensions)
}
