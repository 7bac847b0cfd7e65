import type { Note, Policy, Snapshot } from '../../model/index.ts'
import { callsOnce, quoteQualified, readableIdentifier } from '../../sql/index.ts'
import { percent } from '../figures.ts'
import { type InPlace, leastGain, type PlannedInPlace } from '../in-place.ts'
import { refusedAsNull } from '../refused.ts'
import { statementsOf } from './statements.ts'

/**
 * Policies that call a function for each row which returns the same for all of them: as `(select …)` it is called once.
 * A note and no change, since somebody may have altered the policy since it was read, and would lose that.
 */
export async function policyNotes(inPlace: InPlace): Promise<Note[]> {
  const isCall = callsOf(inPlace.snapshot)
  const notes: Note[] = []
  for (const policy of inPlace.snapshot.policies) {
    const readers = inPlace.heaviest.filter(
      ({ context, accesses }) =>
        context.role !== null &&
        accesses.some(({ table }) => table.schema === policy.schema && table.name === policy.table),
    )
    const using = policy.using === null || readers.length === 0 ? null : callsOnce(policy.using, isCall)
    const note = using === null ? null : await policyNote(inPlace, policy, using, readers).catch(refusedAsNull)
    if (note !== null) notes.push(note)
  }
  return notes
}

async function policyNote(
  { twin, cost }: InPlace,
  policy: Policy,
  using: string,
  readers: readonly PlannedInPlace[],
): Promise<Note | null> {
  const sql = alterSql(policy, using)
  const gaining: PlannedInPlace[] = []
  let gain = 0
  await twin.alter(sql) // what the deparser makes of a condition can be something that PostgreSQL does not take
  try {
    for (const planned of readers) {
      const plan = await twin.explain(planned.sql, planned.context)
      const saved = planned.weight * (planned.plan['Total Cost'] - plan['Total Cost'])
      gain += saved
      if (saved > 0) gaining.push(planned)
    }
  } finally {
    await twin.alter(alterSql(policy, policy.using ?? 'true'))
  }
  if (gain < leastGain * cost) return null
  const name = `${readableIdentifier(policy.name)} on ${quoteQualified(policy.schema, policy.table)}`
  return {
    kind: 'policy',
    title: `The policy ${name} calls a function for each row that returns the same for all.`,
    statements: statementsOf(gaining),
    evidence: `On the twin the planner's cost of the workload falls by ${percent(gain / cost)} with the policy altered (an estimate).`,
    advice: `Have it called once, by a query of its own: ${sql};`,
  }
}

function alterSql({ schema, table, name }: Policy, using: string): string {
  return `alter policy ${readableIdentifier(name)} on ${quoteQualified(schema, table)} using (${using})`
}

/** Stable functions, which may be asked once; of several with one name all must be so, and return one value. */
function callsOf({ functions }: Snapshot): (name: string) => boolean {
  const byName = new Map<string, boolean>([['current_setting', true]])
  for (const { name, volatility, kind, result } of functions) {
    const fine = volatility === 's' && kind === 'function' && result?.startsWith('SETOF') === false
    byName.set(name, fine && byName.get(name) !== false)
  }
  return (name) => byName.get(name) === true
}
