import type { ClientBase } from 'pg'
import { type ObjectName, type RandomSource, randomSource, type Statement } from '../model/index.ts'
import { quoteQualified } from '../sql/index.ts'
import type { Subject } from './measure.ts'
import { notRun } from './not-run.ts'
import { type Sample, sampleTable } from './sample.ts'
import { enterAs, onSide } from './session.ts'
import { describeStatement, type TrialStatement } from './trial-statement.ts'
import { drawValues, type Samples } from './values.ts'

export interface PreparedStatements {
  readonly subjects: readonly Subject[]
  /** Why the others can't be run. */
  readonly notRun: ReadonlyMap<Statement, string>
}

const setsPerStatement = 5

/** Plans each statement generically, and draws values for it from rows of the tables that it reads. */
export async function prepareStatements(
  client: ClientBase,
  statements: readonly Statement[],
  seed: number,
): Promise<PreparedStatements> {
  const described: TrialStatement[] = []
  const refused = new Map<Statement, string>()
  for (const statement of statements) {
    try {
      described.push(await describe(client, statement))
    } catch (error) {
      refused.set(statement, notRun(error).message)
    }
  }
  const samples = await sampleTables(client, described, seed)
  const subjects: Subject[] = []
  for (const subject of described) {
    try {
      subjects.push({ ...subject, valueSets: valueSets(subject, samples, randomSource(seed)) })
    } catch (error) {
      refused.set(subject.statement, notRun(error).message)
    }
  }
  return { subjects, notRun: refused }
}

async function describe(client: ClientBase, statement: Statement): Promise<TrialStatement> {
  try {
    return await onSide(client, [], async () => {
      await enterAs(client, null)
      return describeStatement(client, statement)
    })
  } finally {
    await client.query('deallocate all').catch(() => {}) // prepared statements outlive their transaction
  }
}

function valueSets(subject: TrialStatement, samples: Samples, random: RandomSource): Subject['valueSets'] {
  const first = drawValues(subject, samples, random)
  const takesNone = first.parameters.length === 0 && first.settings.size === 0
  const others = Array.from({ length: takesNone ? 0 : setsPerStatement - 1 }, () =>
    drawValues(subject, samples, random),
  )
  return [first, ...others]
}

/** As the session's own role: policies would hide rows from a role whose settings are not known yet. */
async function sampleTables(client: ClientBase, described: readonly TrialStatement[], seed: number): Promise<Samples> {
  const wanted = new Map<string, { table: ObjectName; columns: Set<string> }>()
  for (const { tables, comparisons } of described) {
    for (const [alias, table] of tables) {
      const name = quoteQualified(table.schema, table.name)
      const { columns } = wanted.get(name) ?? { columns: new Set<string>() }
      for (const { use } of comparisons) if (use.alias === alias) columns.add(use.column)
      wanted.set(name, { table, columns })
    }
  }
  const samples = new Map<string, Sample>()
  for (const [name, { table, columns }] of wanted) {
    if (columns.size === 0) continue
    const sample = await sampleTable(client, table, [...columns].sort(), seed).catch((error: unknown) => {
      notRun(error) // what the session may not read gives no values
      return null
    })
    if (sample !== null) samples.set(name, sample)
  }
  return samples
}
