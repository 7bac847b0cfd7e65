import { setTimeout as sleep } from 'node:timers/promises'
import { sqlState } from '../postgres/index.ts'
import { waitForRoom } from './brakes.ts'
import { type Runner, stopped } from './runner.ts'

const firstPauseMs = 100
const longestPauseMs = 10_000

/** Lock not available, deadlock, serialization failure: another session was first, and will be through at some time. */
const anotherWasFirst = new Set(['55P03', '40P01', '40001'])

/** Several locks that could not be had in the time for all of them together, which the server has no code for. */
export class LocksNotHad extends Error {
  constructor(cause: unknown) {
    super('The locks could not be had in time.', { cause })
  }
}

/**
 * Does `work` again, after a pause that grows, as long as another session was first.
 *
 * @param work is told how often it has been tried, this time included
 * @param requireTries throws what is to be thrown when there is to be no other try
 */
export async function retry(
  runner: Runner,
  work: (tried: number) => Promise<void>,
  requireTries: (tried: number, pauseMs: number, error: unknown) => void,
): Promise<void> {
  for (let tried = 1; ; tried++) {
    const pauseMs = Math.min(firstPauseMs * 2 ** (tried - 1), longestPauseMs)
    try {
      return await work(tried)
    } catch (error) {
      if (!(error instanceof LocksNotHad || anotherWasFirst.has(sqlState(error) ?? ''))) throw error
      requireTries(tried, pauseMs, error)
    }
    // Half of the pause is left to chance, so that two that met don't meet again.
    await sleep(pauseMs * (0.5 + Math.random() / 2), undefined, { signal: runner.signal }).catch((error) => {
      throw stopped(error)
    })
    await waitForRoom(runner)
  }
}
