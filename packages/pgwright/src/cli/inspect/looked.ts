import type { CheckOutcome, DeclaredPool, PolicyAsker, Server } from '../../diagnose/index.ts'
import type { InspectResult } from '../../model/index.ts'
import type { Observed } from './observed-workload.ts'

/** Told what is being done, and how much of it is. */
export type OnProgress = (stage: string, share: number | null) => void

/** What only whoever inspects can tell. */
export interface Told {
  /** As whom policies are measured; null: not at all. */
  readonly asker: PolicyAsker | null
  readonly pools: readonly DeclaredPool[]
}

/** What was seen while the source was there. */
export interface Looked {
  readonly server: Server
  readonly outcomes: readonly CheckOutcome[]
  readonly observed: Observed
  readonly cost: InspectResult['cost']
}
