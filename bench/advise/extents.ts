import type { Scale } from '../../packages/pgwright/src/demo/system.ts'

/** Workloads to compare on, and how long baselines may take. */
export interface Extent {
  readonly workloads: readonly WorkloadExtent[]
  /** Of each baseline but Extend, which gets four times as long. */
  readonly capSeconds: number
}

export interface WorkloadExtent {
  /** `tpch-sf1`, a generated database, or a reference system. */
  readonly name: string
  /** Of a generated database: the others have a workload of their own. */
  readonly statements?: number
  readonly budgetsMb: readonly number[]
  /** Where it is not that of the others. */
  readonly capSeconds?: number
}

const generated = ['star', 'snowflake', 'oltp', 'multi-tenant']
const systems = ['barq-fleet', 'sixfb-booking', 'fastnext', 'driveflow']
const allBudgets = [100, 250, 500, 1000, 2000, 4000]

export const extents: Readonly<Record<Scale, Extent>> = {
  small: {
    workloads: [
      { name: 'tpch-sf1', budgetsMb: [500, 1000] },
      { name: 'star', statements: 10, budgetsMb: [100, 500] },
      { name: 'oltp', statements: 10, budgetsMb: [100, 500] },
    ],
    capSeconds: 5,
  },
  medium: {
    workloads: [
      { name: 'tpch-sf1', budgetsMb: [250, 1000, 4000], capSeconds: 20 },
      ...generated.map((name) => ({ name, statements: 10, budgetsMb: [250] })),
      ...generated.map((name) => ({ name, statements: 100, budgetsMb: [500] })),
      ...['star', 'oltp'].map((name) => ({ name, statements: 1000, budgetsMb: [1000] })),
      ...systems.map((name) => ({ name, budgetsMb: [500] })),
    ],
    capSeconds: 10,
  },
  full: {
    workloads: [
      { name: 'tpch-sf1', budgetsMb: allBudgets },
      ...generated.flatMap((name) =>
        [10, 100, 1000].map((statements) => ({ name, statements, budgetsMb: allBudgets })),
      ),
      ...systems.map((name) => ({ name, budgetsMb: allBudgets })),
    ],
    capSeconds: 60,
  },
}
