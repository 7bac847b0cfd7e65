import type { TestDatabase } from '../../../test/database.ts'
import { twinServer } from '../../../test/twins.ts'
import type { Snapshot } from '../../model/index.ts'
import { observe } from '../../observe/index.ts'
import { parseTarget, withReader } from '../../postgres/index.ts'
import { fingerprint } from '../../sql/index.ts'
import { type Advice, type AdviseOptions, advise } from '../advise.ts'

/** A statement of a workload. */
export interface TestStatement {
  readonly sql: string
  /** Default: 100. */
  readonly calls?: number
  readonly role?: string
  /** Default: 0. */
  readonly rows?: number
}

/** Advice for a database as it is now, or as it would be, and statements that it is to have run. */
export async function adviseOn(
  database: TestDatabase,
  statements: readonly TestStatement[],
  options?: AdviseOptions,
  changed: (snapshot: Snapshot) => Snapshot = (snapshot) => snapshot,
): Promise<Advice> {
  const snapshot = await withReader(parseTarget(database.url), (client) => observe(client, { workload: false }))
  const workload: Snapshot['workload'] = {
    source: 'the test',
    statements: statements.map(({ sql, calls = 100, role = null, rows = 0 }) => {
      return { fingerprint: fingerprint(sql), sql, role, calls, totalMs: 0, rows }
    }),
    excluded: [],
  }
  return advise(changed({ ...snapshot, workload }), { server: await twinServer(), ...options })
}
