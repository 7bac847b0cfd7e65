import type { Gate, GateContext } from 'pgwright'
import { serviceRole } from '../mixins.ts'
import { dashboardSql } from '../service/dashboard.ts'
import { courierInSlot, largestTenant } from '../tenants.ts'

/** A statement that names no tenant: the policy adds it. Each `where` stands in a select of one table. */
interface Case {
  readonly id: string
  readonly title: string
  readonly seed: string
  readonly sql: string
  readonly values: (courierId: number) => readonly unknown[]
  readonly repeats: number
  /** What is written is taken back, so that both sides find the same table. */
  readonly end: 'commit' | 'rollback'
}

const cases: readonly Case[] = [
  {
    id: 'rls-single-record',
    title: 'RLS overhead, single record',
    seed: '+20 %',
    sql: 'select * from couriers where id = $1',
    values: (courierId) => [courierId],
    repeats: 400,
    end: 'commit',
  },
  {
    id: 'rls-list',
    title: 'RLS overhead, list of 100',
    seed: '+20 %',
    sql: `select id, name, phone, city, joining_date
          from couriers
          where status = 'ACTIVE'
          order by joining_date desc, id desc
          limit 100`,
    values: () => [],
    repeats: 300,
    end: 'commit',
  },
  {
    id: 'rls-dashboard',
    title: 'RLS overhead, dashboard',
    seed: '+10 %',
    sql: dashboardSql,
    values: () => ['2025-01-05', '2024-12-07T00:00:00Z', '2025-01-06T00:00:00Z'],
    repeats: 100,
    end: 'commit',
  },
  {
    id: 'rls-bulk',
    title: 'RLS overhead, bulk insert',
    seed: '+5 %',
    sql: `insert into attendance (organization_id, courier_id, date, status, shift)
          select organization_id, id, current_date, 'absent', 'morning' from couriers where status = 'ACTIVE'`,
    values: () => [],
    repeats: 20,
    end: 'rollback',
  },
]

/**
 * What the policies cost: the service's role under its policy, against the owner who has none and names the tenant in
 * the statement. Both run on one connection, in the same transaction but for the role: two connections differ by more
 * than a policy costs, by which core the scheduler gives to their server processes.
 */
export const overheadGates: readonly Gate[] = cases.map((kind) => ({
  id: kind.id,
  title: kind.title,
  claim: `< 25 % (the seed measured ${kind.seed})`,
  async measure(context) {
    const { plainMs, policyMs } = await compareSides(context, kind)
    const overhead = policyMs / plainMs - 1
    return {
      measured: `${(overhead * 100).toFixed(1)} % (${plainMs.toFixed(2)} ms to ${policyMs.toFixed(2)} ms)`,
      met: overhead <= 0.25,
    }
  },
}))

async function compareSides({ owner, dimensions, compare }: GateContext, kind: Case) {
  const { organizationId, firstSlot } = largestTenant(dimensions)
  const values = kind.values(courierInSlot(firstSlot, dimensions))
  const explicit = kind.sql.replaceAll('where ', `where organization_id = $${values.length + 1} and `)
  const request = async (role: string, sql: string, sent: readonly unknown[]) => {
    await owner.query(
      `begin; set local role ${role}; select set_config('app.current_org_id', '${organizationId}', true)`,
    )
    await owner.query(sql, sent)
    await owner.query(kind.end)
  }
  const [plainMs = Number.NaN, policyMs = Number.NaN] = await compare(
    [() => request('none', explicit, [...values, organizationId]), () => request(serviceRole, kind.sql, values)],
    kind.repeats,
  )
  return { plainMs, policyMs }
}
