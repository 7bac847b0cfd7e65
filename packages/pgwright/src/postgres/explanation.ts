import type { ErrorCode } from '../model/index.ts'

/** An error in the terms of what the user can do about it. */
export interface Explanation {
  readonly code: ErrorCode
  /** Completes `… failed: `, without the full stop. */
  readonly reason: string
  readonly hint: string
}

export const lostConnection: Explanation = {
  code: 'connection',
  reason: 'the connection was lost',
  hint: 'Check that the server still runs and that the network holds, then run it again.',
}

export const noAnswer: Explanation = {
  code: 'connection',
  reason: 'the server did not answer in time',
  hint: 'Check host and port, and that no firewall stands between.',
}
