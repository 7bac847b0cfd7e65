import type { Client } from 'pg'
import type { State, Step } from '../../model/index.ts'
import { runBriefly } from '../brief-lock.ts'
import type { JournalStep } from '../journal.ts'
import type { Runner } from '../runner.ts'
import { kindOf } from './state-kinds.ts'

export async function stateHolds(client: Client, state: State): Promise<boolean> {
  return kindOf(state).holds(client, state)
}

/** Brings about what does not hold yet, by one statement that takes its locks briefly or fails with all taken back. */
export async function bringStateAbout(runner: Runner, { sql }: Step, state: State): Promise<void> {
  const { control, holdTimeoutMs, buildTimeoutMs } = runner
  const kind = kindOf(state)
  if (!(await kind.holds(control, state))) {
    await kind.check?.(control, state, { holdTimeoutMs, before: [] })
    try {
      if (kind.run === undefined) await runBriefly(runner, sql, sql, kind.inNobodysWay ? buildTimeoutMs : holdTimeoutMs)
      else await kind.run(runner, sql, state)
    } catch (error) {
      throw (await kind.explain?.(control, state, error)) ?? error
    }
  }
  await kind.after?.(runner, state)
}

/**
 * What takes the step back, read before it is done. Once it was begun, the journal alone knows what was there before,
 * for it may have been done.
 */
export async function undoState(client: Client, row: JournalStep, state: State): Promise<readonly Step[]> {
  const kind = kindOf(state)
  const known = row.begun && row.rollback.length > 0
  return known || (await kind.holds(client, state)) ? row.rollback : kind.undo(client, state)
}
