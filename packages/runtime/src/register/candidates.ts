import { BoundedMap } from '../bounded-map.ts'
import { notVerified, type RuntimeFinding, type Verification, verifyFix } from '../detect/index.ts'
import { type Sessions, sessionsLike } from '../drivers/sessions.ts'

/** A finding with what it takes to verify it, without the answers of its request. */
interface Candidate {
  readonly finding: RuntimeFinding
  /** Of each role and database that it was asked by. */
  readonly sessions: readonly Sessions[]
}

/** With the values of 100 statements each. */
const mostKept = 200
const mostMs = 60_000

/** Fixes that are to be verified when the program is through: a request is gone by then. */
export class Candidates {
  readonly #kept = new BoundedMap<string, Candidate>(mostKept)

  /** @param key of findings that are one */
  add(key: string, finding: RuntimeFinding): void {
    if (finding.fix === null) return
    const sessions = new Map(
      finding.statements.flatMap((one) => {
        const found = sessionsLike(one)
        return found === null ? [] : [[found.key, found] as const]
      }),
    )
    const statements = finding.statements.map((one) => ({
      ...one,
      scope: undefined,
      origins: undefined,
      rows: null,
      rowCount: one.rows?.length ?? one.rowCount,
    }))
    this.#kept.set(key, { finding: { ...finding, statements }, sessions: [...sessions.values()] })
  }

  /** The most round trips first, as long as there is time. */
  async verify(): Promise<ReadonlyMap<string, Verification>> {
    const startedAt = performance.now()
    const verified = new Map<string, Verification>()
    const all = [...this.#kept.entries()].sort(([, a], [, b]) => b.finding.times - a.finding.times)
    for (const [key, candidate] of all) {
      const late = performance.now() - startedAt > mostMs
      verified.set(key, late ? notVerified('there was no time left for it') : await verifyOne(candidate))
    }
    return verified
  }
}

async function verifyOne({ finding, sessions }: Candidate): Promise<Verification> {
  const [first, ...others] = sessions
  if (first === undefined) return notVerified('it was not asked by a session of pg')
  if (others.length > 0) return notVerified('it was asked by sessions of several roles or databases')
  return await verifyFix(first, finding)
}
