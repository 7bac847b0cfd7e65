import { type Gap, PgwrightError } from '../../model/index.ts'
import { quoteIdentifier, quoteLiteral } from '../../sql/index.ts'
import type { Candidate } from '../indexes/candidate.ts'
import type { TwinServer } from '../server.ts'
import { Twin } from '../twin.ts'
import { searchPath } from './names.ts'
import type { Scenario } from './scenario.ts'

/** A twin of what would be, and the indexes that it has besides. */
export interface OpenedScenario {
  readonly twin: Twin
  readonly added: readonly Candidate[]
  /** What could not be carried over to the statistics that it has besides. */
  readonly gaps: readonly Gap[]
}

/**
 * Builds the twin of a scenario. Must be closed.
 *
 * @throws PgwrightError `usage` for a setting, an index or a policy that the twin's server refuses
 */
export async function openScenario(scenario: Scenario, server: TwinServer): Promise<OpenedScenario> {
  const twin = await Twin.open(scenario.snapshot, { server, major: server.major })
  try {
    for (const [name, value] of Object.entries({ ...scenario.settings, ...scenario.custom }))
      await requireSetting(twin, name, value)
    const added: Candidate[] = []
    const gaps: Gap[] = []
    for (const step of scenario.steps) {
      switch (step.kind) {
        case 'add-index':
          added.push(await twin.addIndex(step.ddl, step))
          break
        case 'hide-index':
          await twin.show([step.index], false)
          break
        case 'alter':
          await refusedAsUsage(() => twin.alter(inPath(scenario, step.sql)))
          break
        case 'statistics':
          gaps.push(...(await refusedAsUsage(() => twin.addStatistics(inPath(scenario, step.sql), step.data))))
          break
        default:
          step satisfies never
      }
    }
    await twin.show(added, true)
    return { twin, added, gaps }
  } catch (error) {
    await twin.close()
    throw error
  }
}

/** Of settings the server's own words tell no more than the name and the value that the user has just given. */
async function requireSetting(twin: Twin, name: string, value: string): Promise<void> {
  try {
    await twin.explain('select', { role: null, settings: { [name]: value } })
  } catch (error) {
    const message = `${name} can't be set to ${value}: ${(error as Error).message}.`
    throw new PgwrightError('usage', message, 'Give a setting that a session can change, and a value that it takes.', {
      cause: error,
    })
  }
}

/** One message is one transaction, for which alone the path holds. */
function inPath({ snapshot }: Scenario, sql: string): string {
  const path = [...searchPath(snapshot), ...snapshot.schemas].map(quoteIdentifier).join(', ')
  return `select pg_catalog.set_config('search_path', ${quoteLiteral(path)}, true); ${sql}`
}

async function refusedAsUsage<Result>(change: () => Promise<Result>): Promise<Result> {
  try {
    return await change()
  } catch (error) {
    const message = `PostgreSQL refuses it: ${(error as Error).message}.`
    throw new PgwrightError('usage', message, 'Check the statement.', { cause: error })
  }
}
