import type { ExtendedData } from '../../model/index.ts'
import { type PlanNode, type PlanTrees, type Twin, TypicalValues } from '../../twin/index.ts'
import { estimated, factor, plannedFor, tableRows } from './estimates.ts'
import { type Combination, combinationsAsked, distinctCombinations } from './sampled-values.ts'
import type { Together } from './together.ts'

/** An estimate that is off by less is as good as planners have them. */
const wrongBy = 10
/** Fewer rows are found soon, whatever they are taken for. */
const leastRows = 100
/** With statistics it must come as near as this. */
const nearBy = 3

/** One question of one statement, as it is planned without and with the statistics. */
export interface Tried {
  readonly together: Together
  readonly independent: number
  readonly withStatistics: number
  readonly sampled: number
  readonly before: PlanNode
  readonly after: PlanNode
}

interface Question {
  readonly together: Together
  readonly combination: Combination | null
  readonly sampled: number
  readonly independent: number
  readonly before: PlanNode
}

/**
 * Plans statements without and with statistics on the twin, which keeps them.
 *
 * @param add makes the statistics
 * @returns those whose estimate is put right, and whose plan is another by it, most of the combinations looked at
 */
export async function tryStatistics(
  twin: Twin,
  trees: PlanTrees,
  all: readonly Together[],
  data: ExtendedData,
  add: () => Promise<void>,
): Promise<Tried[]> {
  const typical = new TypicalValues(twin.snapshot)
  const questions: Question[] = []
  for (const together of all) questions.push(...(await questionsOf(twin, typical, together, data)))
  const wrong = questions.filter(isWrong)
  if (wrong.length === 0) return []
  await add()
  const righted: Tried[] = []
  for (const { combination, ...question } of wrong) {
    const { together, sampled, before } = question
    const withStatistics = await estimated(twin, together, together.keys, combination)
    const after = await plannedFor(twin, typical, together, combination)
    if (factor(withStatistics, sampled) <= nearBy && trees.of(before) !== trees.of(after))
      righted.push({ ...question, withStatistics, after })
  }
  return all.flatMap((together) => {
    const own = righted.filter((one) => one.together === together)
    const asked = questions.filter((one) => one.together === together)
    return own.length * 2 >= asked.length ? own.slice(0, 1) : []
  })
}

function isWrong({ independent, sampled }: Question): boolean {
  return factor(independent, sampled) >= wrongBy && Math.max(independent, sampled) >= leastRows
}

async function questionsOf(
  twin: Twin,
  typical: TypicalValues,
  together: Together,
  data: ExtendedData,
): Promise<Question[]> {
  const rows = await tableRows(twin, together)
  const distinct = distinctCombinations(together, data, rows)
  const ask = async (combination: Combination | null, sampled: number): Promise<Question> => ({
    together,
    combination,
    sampled,
    independent: await estimated(twin, together, together.keys, combination),
    before: await plannedFor(twin, typical, together, combination),
  })
  if (together.of === 'groups') return distinct === null ? [] : [await ask(null, distinct)]
  const combinations = combinationsAsked(together, data)
  const questions: Question[] = []
  for (const combination of combinations) questions.push(await ask(combination, combination.share * rows))
  if (questions.length > 0) return questions
  // Rare ones all alike: of a constant it is not known then how many rows have it.
  const own = together.keys.some(({ operand }) => operand?.kind === 'constant')
  return own || distinct === null || distinct === 0 ? [] : [await ask(null, rows / distinct)]
}
