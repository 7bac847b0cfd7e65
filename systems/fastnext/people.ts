import { dimension } from '@pgwright/system-frame'
import type { Dimensions, Random } from 'pgwright'
import { nth } from './vocabulary.ts'

/** The same permutation as `build.scatter`: rank 0 is who, or what, has most. */
function idOfRank(rank: number, count: number): number {
  return ((rank * 7919) % count) + 1
}

/** One user, mostly one of the two hundred who do most: the seed's times are those of long lists. */
export function anyUser(random: Random, dimensions: Dimensions): number {
  const users = dimension(dimensions, 'users')
  const most = random.integer(1, 8) === 1 ? users : Math.min(users, 200)
  return idOfRank(random.integer(0, most - 1), users)
}

/** What a user types to sign in: the name or the address, in lower case however it is stored. */
export function loginOf(id: number, by: 'username' | 'email'): string {
  const name = `${nth('first_names', id)}.${nth('last_names', id)}${id}`.toLowerCase()
  return by === 'username' ? name : `${name}@${nth('domains', id)}`
}
