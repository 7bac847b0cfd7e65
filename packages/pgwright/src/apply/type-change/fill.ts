import { setTimeout as sleep } from 'node:timers/promises'
import { PgwrightError } from '../../model/index.ts'
import { waitForRoom } from '../brakes.ts'
import { runBriefly } from '../brief-lock.ts'
import { type Runner, stopped } from '../runner.ts'
import { advanceSql, type FilledColumn, type FillPosition, openPosition, readPosition } from './fill-position.ts'

const firstBlocks = 16
const mostBlocks = 4_096
/** Rows are locked for about as long, and no longer than a try for a lock may take where another has one of them. */
const wantedMs = 50

/**
 * Goes through a table in short transactions, block range by block range, each with the position that it comes to. It
 * rests for as long as it worked, and before each one waits until the server has room.
 *
 * @param statements those of one batch, for a condition on `ctid`
 */
export async function fillInBatches(
  runner: Runner,
  filled: FilledColumn,
  statements: (range: string) => readonly string[],
): Promise<void> {
  const { control, emit, signal, holdTimeoutMs } = runner
  let blocks = firstBlocks
  let position = await openPosition(control, filled)
  while (position.next < position.end) {
    await waitForRoom(runner)
    const next = Math.min(position.next + blocks, position.end)
    const range = `ctid >= '(${position.next},0)' and ctid < '(${next},0)'`
    const batch = statements(range)
    const startedAt = Date.now()
    try {
      const text = [...batch, advanceSql(position, next)].join('; ')
      await runBriefly(runner, batch.at(-1) ?? '', text, holdTimeoutMs)
    } catch (error) {
      if (blocks === 1 || !isTooLong(error)) throw error
      blocks = Math.ceil(blocks / 4)
      continue
    }
    const tookMs = Date.now() - startedAt
    emit({ kind: 'progress', sql: batch.at(-1) ?? '', phase: 'filling', share: share(position, next), leftMs: null })
    if (tookMs < wantedMs / 2) blocks = Math.min(blocks * 2, mostBlocks)
    if (tookMs > wantedMs * 2) blocks = Math.ceil(blocks / 2)
    await sleep(tookMs, undefined, { signal }).catch((error) => {
      throw stopped(error)
    })
    // From the start where the table was written anew meanwhile: what is filled is passed over.
    position = (await readPosition(control, filled)) ?? (await openPosition(control, filled))
  }
}

function isTooLong(error: unknown): boolean {
  return error instanceof PgwrightError && error.code === 'unsupported'
}

function share({ end }: FillPosition, next: number): number {
  return end === 0 ? 1 : next / end
}
