interface Waiting {
  readonly pid: number
  /** Of whom it waits for; empty where it waits for none, 0 for a prepared transaction. */
  readonly blockers: readonly number[]
  readonly waited_ms: number | null
}

interface Root<Session> {
  /** The session that all wait for in the end; null for a prepared transaction. */
  readonly root: Session | null
  readonly waiting: readonly Session[]
  readonly longestMs: number
}

/**
 * Who waits for whom, as the sessions that wait for none with all that wait for them, directly or through others;
 * the one that is waited for longest comes first.
 */
export function rootsOf<Session extends Waiting>(sessions: readonly Session[]): Root<Session>[] {
  const byPid = new Map(sessions.map((one) => [one.pid, one]))
  const waitingFor = new Map<number, Session[]>()
  for (const session of sessions)
    for (const root of endsOf(session, byPid)) waitingFor.set(root, [...(waitingFor.get(root) ?? []), session])
  return [...waitingFor]
    .map(([pid, waiting]) => ({
      root: byPid.get(pid) ?? null,
      waiting,
      longestMs: Math.max(0, ...waiting.map(({ waited_ms }) => waited_ms ?? 0)),
    }))
    .sort((a, b) => b.longestMs - a.longestMs)
}

/** A session that is gone since ends no chain; a circle is a deadlock, which the server breaks by itself. */
function endsOf<Session extends Waiting>(session: Session, byPid: ReadonlyMap<number, Session>): Set<number> {
  const ends = new Set<number>()
  const seen = new Set([session.pid])
  const next = [...session.blockers]
  for (let pid = next.pop(); pid !== undefined; pid = next.pop()) {
    if (seen.has(pid)) continue
    seen.add(pid)
    const blocker = byPid.get(pid)
    if (pid === 0 || blocker?.blockers.length === 0) ends.add(pid)
    else next.push(...(blocker?.blockers ?? []))
  }
  return ends
}
