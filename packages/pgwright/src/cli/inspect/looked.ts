import type { CheckOutcome, Server } from '../../diagnose/index.ts'
import type { InspectResult } from '../../model/index.ts'
import type { Observed } from './observed-workload.ts'

/** Told what is being done, and how much of it is. */
export type OnProgress = (stage: string, share: number | null) => void

/** What was seen while the source was there. */
export interface Looked {
  readonly server: Server
  readonly outcomes: readonly CheckOutcome[]
  readonly observed: Observed
  readonly cost: InspectResult['cost']
}
