export type RunState = 'running' | 'done' | 'failed' | 'rolling-back' | 'rolled-back'

/** `skipped`: the state that the step wants was already there. */
export type RunStepState = 'pending' | 'running' | 'done' | 'skipped' | 'failed' | 'rolled-back'

export interface RunStep {
  readonly position: number
  readonly changeId: string
  readonly sql: string
  readonly state: RunStepState
  readonly startedAt: string | null
  readonly finishedAt: string | null
  /** In one sentence. */
  readonly error: string | null
}

/** The journal of a plan being applied, kept in the target database's schema `pgwright`. */
export interface Run {
  readonly id: number
  readonly state: RunState
  readonly startedAt: string
  readonly finishedAt: string | null
  readonly steps: readonly RunStep[]
}
