import type { Connection, Dimensions, Gate, GateContext } from 'pgwright'
import type { Tenancy } from '../tenancy.ts'

/** A statement that names no tenant: the policy adds it. Each `where` stands in a select of one tenant table. */
export interface OverheadCase {
  readonly id: string
  readonly title: string
  /** What the seed measured or promised, for people. */
  readonly seed: string
  readonly sql: string
  values(owner: Connection, dimensions: Dimensions): Promise<readonly unknown[]>
  readonly repeats: number
  /** What is written is taken back, so that both sides find the same table. */
  readonly end: 'commit' | 'rollback'
}

const mostOverhead = 0.25

/**
 * What the policies cost: the service's role under its policy, against the owner who has none and names the tenant in
 * the statement. Both run on one connection, in the same transaction but for the role: two connections differ by more
 * than a policy costs, by which core the scheduler gives to their server processes.
 */
export function policyOverhead(
  tenancy: Tenancy,
  tenant: (owner: Connection, dimensions: Dimensions) => Promise<number | string>,
  cases: readonly OverheadCase[],
): readonly Gate[] {
  return cases.map((kind) => ({
    id: kind.id,
    title: kind.title,
    claim: `< ${mostOverhead * 100} % (${kind.seed})`,
    async measure(context) {
      const mine = await tenant(context.owner, context.dimensions)
      const { plainMs, policyMs } = await compareSides(context, tenancy, mine, kind)
      const overhead = policyMs / plainMs - 1
      return {
        measured: `${(overhead * 100).toFixed(1)} % (${plainMs.toFixed(2)} ms to ${policyMs.toFixed(2)} ms)`,
        met: overhead <= mostOverhead,
      }
    },
  }))
}

async function compareSides(
  { owner, dimensions, compare }: GateContext,
  { column, setting, role }: Tenancy,
  mine: number | string,
  kind: OverheadCase,
) {
  const values = await kind.values(owner, dimensions)
  const explicit = kind.sql.replaceAll('where ', `where "${column}" = $${values.length + 1} and `)
  const request = async (as: string, sql: string, sent: readonly unknown[]) => {
    await owner.query(`begin; set local role ${as}; select set_config('${setting}', '${mine}', true)`)
    await owner.query(sql, sent)
    await owner.query(kind.end)
  }
  const [plainMs = Number.NaN, policyMs = Number.NaN] = await compare(
    [() => request('none', explicit, [...values, mine]), () => request(role, kind.sql, values)],
    kind.repeats,
  )
  return { plainMs, policyMs }
}
