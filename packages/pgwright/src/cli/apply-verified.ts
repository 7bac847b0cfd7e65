import { type ApplyOptions, rollbackRun } from '../apply/index.ts'
import { changedTables, changesToRevert, judge, watchWindow } from '../guard/index.ts'
import type { Plan, Run, Verdict } from '../model/index.ts'
import { connectWriter, type Target, withReader } from '../postgres/index.ts'

interface Verified {
  readonly run: Run
  readonly verdict: Verdict
}

interface VerifyOptions {
  readonly windowMs: number
  readonly autoRevert: boolean
  readonly applyOptions: ApplyOptions
  readonly onProgress: (doing: string, share: number | null) => void
}

/**
 * Watches the application's statements, applies a plan, watches again, and says whether what was changed is worth it;
 * what made things worse is taken back, where that was asked for.
 *
 * @throws PgwrightError `missing-extension` or `permission` before anything is done, where the server's counters can't
 *   be read
 */
export async function applyVerified(
  target: Target,
  plan: Plan,
  apply: () => Promise<Run>,
  { windowMs, autoRevert, applyOptions, onProgress }: VerifyOptions,
): Promise<Verified> {
  const { signal } = applyOptions
  const watch = (what: string) => {
    onProgress(`watching the application ${what}`, null)
    return watchWindow(target, windowMs, signal)
  }
  const changed = await withReader(target, (client) => changedTables(client, plan))
  const before = await watch('before')
  const run = await apply()
  const judged = judge(before, await watch('after'), changed, windowMs)
  const reverted = autoRevert ? changesToRevert(judged, plan) : []
  const verdict = { ...judged, reverted }
  if (reverted.length === 0) return { run, verdict }
  const only = new Set(reverted)
  return { run: await rollbackRun(() => connectWriter(target), run.id, { ...applyOptions, only }), verdict }
}
