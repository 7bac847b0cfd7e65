import type { Twin } from '../twin.ts'
import { applyWhatIfs } from './apply.ts'
import { type OpenedScenario, openScenario } from './open-scenario.ts'
import type { WhatIf } from './what-if.ts'

/**
 * A twin of the source as it would be, on the server of its twin, which must outlive it. Must be closed.
 *
 * @throws PgwrightError `usage` or `unsupported` for what can't be
 */
export function openWhatIf(twin: Twin, whatIfs: readonly WhatIf[]): Promise<OpenedScenario> {
  return openScenario(applyWhatIfs(twin.snapshot, whatIfs), twin.server)
}
