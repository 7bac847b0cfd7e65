import type { Command } from 'commander'
import type { ApplyOptions } from '../apply/index.ts'
import { duration, wholeNumber } from './arguments.ts'

/** What a command waits for, and keeps others waiting, at most. */
export interface TimeoutOptions {
  readonly lockTimeout?: number
  readonly holdTimeout?: number
  /** In ms. */
  readonly buildTimeout?: number
}

export function withTimeouts(command: Command): Command {
  return command
    .option(
      '--lock-timeout <ms>',
      'how long an attempt waits at most for a lock, with the application queueing behind it (default: 200)',
      wholeNumber(1, 60_000),
    )
    .option(
      '--hold-timeout <ms>',
      'how long a statement may keep the application out, as a new constraint does, before it is taken back (default: 2000)',
      wholeNumber(1, 3_600_000),
    )
    .option(
      '--build-timeout <time>',
      'budget of each index build, drop and validation, its waiting for others included, such as 90s or 2h (default: 6h)',
      duration,
    )
}

export function timeouts({ lockTimeout, holdTimeout, buildTimeout }: TimeoutOptions): ApplyOptions {
  return {
    ...(lockTimeout === undefined ? {} : { lockTimeoutMs: lockTimeout }),
    ...(holdTimeout === undefined ? {} : { holdTimeoutMs: holdTimeout }),
    ...(buildTimeout === undefined ? {} : { buildTimeoutMs: buildTimeout }),
  }
}
