import { type ApplyEvent, describeBlocker } from '../apply/index.ts'
import { formatShare } from '../model/index.ts'
import type { Progress } from './progress.ts'

/** Shows what happens on the target while a plan is applied or taken back. */
export function showEvents(progress: Progress): (event: ApplyEvent) => void {
  let steps = 0
  return (event) => {
    switch (event.kind) {
      case 'creating-journal':
        return progress.note('Creating the schema pgwright in the target, where the journal of all runs is kept.')
      case 'run-started':
        steps = event.steps
        return progress.note(
          `${event.resumed ? 'Going on with' : 'Beginning'} run ${event.runId}, ${event.steps} steps.`,
        )
      case 'step-started':
        return progress.update(`step ${event.position} of ${steps}: ${event.sql}`, null)
      case 'repairing':
        return progress.note(`Dropping ${event.index}, which an earlier run left invalid.`)
      case 'left-invalid':
        return progress.note(
          `${event.index} stays invalid for now; the next apply or rollback of this plan repairs it.`,
        )
      case 'progress':
        return progress.update(
          `${event.sql}: ${event.phase}${event.share === null ? '' : ` ${formatShare(event.share)}`}${timeLeft(event.leftMs)}`,
          event.share,
        )
      case 'old-transactions':
        return progress.note(
          `The build will wait for transactions that are open now: ${event.blockers.map(describeBlocker).join('; ')}`,
        )
      case 'disk-unknown':
        return progress.note(
          "The free space of the server's disks is not known, and holds no step up. A command can tell it: --disk-free.",
        )
      case 'braking':
        return progress.note(`Holding the next step up: ${event.reasons.join('; ')}.`)
      case 'restart-needed':
        return progress.note(`${event.setting} takes effect when the server is restarted.`)
      case 'waiting':
        return progress.note(`Waiting for ${event.blockers.map(describeBlocker).join('; ')}`)
      case 'step-failed':
        return progress.note(`Step ${event.position} failed: ${event.error}`)
      case 'step-finished':
        return
      default:
        event satisfies never
    }
  }
}

/** Of the phase; an estimate. */
function timeLeft(ms: number | null): string {
  if (ms === null) return ''
  return ms < 90_000 ? `, about ${Math.ceil(ms / 1000)} s left` : `, about ${Math.round(ms / 60_000)} min left`
}
