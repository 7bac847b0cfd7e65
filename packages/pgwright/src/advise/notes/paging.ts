import type { Note } from '../../model/index.ts'
import { withoutValues } from '../../observe/index.ts'
import { fillParameters, isPlannable, quoteLiteral, repairNormalised, textRoles } from '../../sql/index.ts'
import { TypicalValues } from '../../twin/index.ts'
import { figure } from '../figures.ts'
import { type InPlace, leastGain, type PlannedInPlace } from '../in-place.ts'
import { genericPlan } from '../planned-statement.ts'
import { noteEach, statementsOf } from './statements.ts'

/** Rows skipped by the page that the first one is compared with. */
const skipped = 1000
/** Such a page must cost so many times what the first one costs, and add `leastGain` if every call asked for one. */
const dearer = 3

/**
 * Lists that are paged by `OFFSET`, which reads and throws away all rows of the pages before. A note in words: what to ask
 * for instead is known to the application alone, which has to remember where a page ended.
 */
export async function pagingNotes(inPlace: InPlace): Promise<Note[]> {
  const typical = new TypicalValues(inPlace.snapshot)
  return noteEach(inPlace, (planned) => pagingNote(inPlace, typical, planned))
}

async function pagingNote(
  { twin, cost }: InPlace,
  typical: TypicalValues,
  planned: PlannedInPlace,
): Promise<Note | null> {
  const { statement, context, weight } = planned
  const sql = repairNormalised(withoutValues(statement).sql)
  const offsets = textRoles(sql).filter(({ use }) => use === 'offset')
  if (offsets.length === 0 || !isPlannable(sql)) return null
  const generic = await genericPlan(twin, planned, sql)
  const costAt = async (rows: number) => {
    const paged = fillParameters(sql, new Map(offsets.map(({ number }) => [number, quoteLiteral(String(rows))])))
    return (await twin.explain(typical.fill(paged, generic), context))['Total Cost']
  }
  const [first, later] = [await costAt(0), await costAt(skipped)]
  if (later < dearer * first || weight * (later - first) < leastGain * cost) return null
  return {
    kind: 'paging',
    title: 'A list is paged by OFFSET: each page reads all pages before it.',
    statements: statementsOf([planned]),
    evidence: `On the twin the first page costs ${figure(first)}, and one that skips ${figure(skipped)} rows costs ${figure(later)} (estimates).`,
    advice:
      'Order by columns that are unique together, remember their values in the last row of a page, and ask for what comes after: where (a, b) > ($1, $2) order by a, b limit $3.',
  }
}
