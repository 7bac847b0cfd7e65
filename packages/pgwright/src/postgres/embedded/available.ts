import { openHome } from './home.ts'
import { fetchCommand, fetchHint, knownMajors, nearestMajor } from './majors.ts'
import { serverUser } from './user.ts'

/** What there is of a major on this machine. */
export interface AvailableMajor {
  /** The one asked for where it is installed, else the nearest. */
  readonly major: number
  /** What to do to have the one asked for; null where it is there. */
  readonly hint: string | null
}

/** Looks which major a server for `wanted` can be started of. */
export async function availableMajor(wanted: number): Promise<AvailableMajor> {
  const home = await openHome(serverUser())
  const major = nearestMajor(home, wanted)
  return { major, hint: major === wanted ? null : fetchHint(home, wanted) }
}

/** The commands that install the majors which are not here. */
export async function missingMajors(): Promise<string[][]> {
  const home = await openHome(serverUser())
  const missing = knownMajors.filter((major) => nearestMajor(home, major) !== major)
  return missing.flatMap((major) => {
    const command = fetchCommand(home, major)
    return command === null ? [] : [command]
  })
}
