import { advise } from '../../packages/pgwright/src/advise/index.ts'
import type { Scale } from '../../packages/pgwright/src/demo/system.ts'
import { type Plan, type QueryTrial, rankCorrelation, type Snapshot } from '../../packages/pgwright/src/model/index.ts'
import { connectWriter } from '../../packages/pgwright/src/postgres/index.ts'
import { prove } from '../../packages/pgwright/src/prove/index.ts'
import type { TwinServer } from '../../packages/pgwright/src/twin/index.ts'
import { type Figure, figure } from '../figure.ts'
import { choiceOfPlan, judge } from './judge.ts'
import { onTwin } from './on-twin.ts'
import { onReferenceSystem } from './reference-system.ts'
import { prepareStatements } from './statements.ts'

const system = 'barq-fleet'

/** What becomes of the advice when it is measured on real data. */
export function proofFigures(server: TwinServer, scale: Scale): Promise<Figure[]> {
  return onReferenceSystem(system, scale, async ({ target }, snapshot) => {
    const { plan } = await advise(snapshot)
    const proved = await prove(() => connectWriter(target), plan, { describeTarget: target.describe })
    const trials = proved.trial?.queries ?? []
    return [
      shareFigure(proved),
      slowdownFigure(proved, trials),
      await calibrationFigure(server, snapshot, proved, trials),
    ]
  })
}

function shareFigure({ changes, rejected }: Plan): Figure {
  const paid = changes.filter(({ trial }) => trial?.verdict === 'pays').length
  const advised = changes.length + rejected.length
  return figure({
    id: 'proved-gain-share',
    title: `${system}: share of ${advised} advised changes that were measured as a gain`,
    value: advised === 0 ? 0 : paid / advised,
    unit: '',
    goal: 0.95,
    better: 'higher',
  })
}

/** Of statements that no change said to make dearer. */
function slowdownFigure({ changes }: Plan, trials: readonly QueryTrial[]): Figure {
  const dearer = changes.flatMap(({ benefit }) => benefit.queries.filter((one) => one.costAfter > one.costBefore))
  const named = new Set(dearer.map(({ fingerprint }) => fingerprint))
  const unnamed = trials.filter(({ fingerprint }) => !named.has(fingerprint))
  return figure({
    id: 'unnamed-slowdown-max',
    title: `${system}: time of the statement that became slowest, of those that the report names as no loser`,
    value: Math.max(1, ...unnamed.map(({ before, after }) => after.p50Ms / before.p50Ms)),
    unit: '',
    goal: 1.05,
    better: 'lower',
  })
}

/** Of what all calls of a statement gain by the whole plan. */
async function calibrationFigure(
  server: TwinServer,
  snapshot: Snapshot,
  plan: Plan,
  trials: readonly QueryTrial[],
): Promise<Figure> {
  const statements = await onTwin(server, snapshot, (twin) => prepareStatements(twin, snapshot))
  const before = await judge(server, snapshot, statements, { create: [], drop: [] })
  const after = await judge(server, snapshot, statements, choiceOfPlan(plan))
  const estimated = new Map(
    statements.map(({ fingerprint }, i) => [fingerprint, (before.costs[i] ?? 0) - (after.costs[i] ?? 0)]),
  )
  const both = trials.filter(({ fingerprint }) => estimated.has(fingerprint))
  return figure({
    id: 'calibration-rank-correlation',
    title: `${system}: rank correlation of estimated with measured gain, over ${both.length} statements`,
    value: rankCorrelation(
      both.map(({ fingerprint }) => estimated.get(fingerprint) ?? 0),
      both.map(({ calls, before, after }) => calls * (before.p50Ms - after.p50Ms)),
    ),
    unit: '',
    goal: 0.8,
    better: 'higher',
  })
}
