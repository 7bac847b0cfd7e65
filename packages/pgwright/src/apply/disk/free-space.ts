import type { Plan } from '../../model/index.ts'
import type { Runner } from '../runner.ts'
import type { AskFreeSpace, FreeSpace } from './ask-free-space.ts'
import { findPlaces, freeOf } from './local-places.ts'
import { runSpaceCommand } from './space-command.ts'

/** A command can be a round trip to another machine, and a fill asks before each batch. */
const freshMs = 3_000

/**
 * How to learn what is free on the disks that a plan writes to, which SQL does not tell: by the command that was given,
 * else of the file system where the server is on this machine; null where neither can be. It was asked once already, so
 * that a command that does not work is found before anything is done.
 *
 * @throws PgwrightError `usage` where the command does not tell a number of bytes
 */
export async function findFreeSpace(runner: Runner, plan: Plan): Promise<AskFreeSpace | null> {
  const { brakes, control, emit, signal } = runner
  if (brakes === null) return null
  const { diskFreeCommand: command } = brakes
  if (command !== undefined) {
    const ask = async () => ({ where: "the server's disk", bytes: await runSpaceCommand(command, signal) })
    const first = await ask()
    return remembered(ask, first)
  }
  const places = await findPlaces(control, plan)
  // Whoever may read the server's settings can still have no right to its directories.
  const known = places !== null && (await freeOf(places).catch(() => null)) !== null
  if (known) return () => freeOf(places)
  emit({ kind: 'disk-unknown' })
  return null
}

function remembered(ask: AskFreeSpace, first: FreeSpace): AskFreeSpace {
  let last = first
  let askedAt = Date.now()
  return async () => {
    if (Date.now() - askedAt < freshMs) return last
    last = await ask()
    askedAt = Date.now()
    return last
  }
}
