import { Command } from 'commander'
import { type ExplainResult, type ParameterPlans, PgwrightError, type Snapshot } from '../model/index.ts'
import { readQueries } from '../observe/index.ts'
import { explainReport } from '../report/index.ts'
import { fingerprint, normalise } from '../sql/index.ts'
import {
  compareWhatIf,
  type PlansByParameters,
  type WhatIf,
  type WhatIfResult,
  type WhatIfStatement,
  withoutValues,
} from '../twin/index.ts'
import { positiveNumber, wholeNumber } from './arguments.ts'
import { type CommonOptions, withCommonOptions, writeResult } from './output.ts'
import { partitioning } from './partitioning.ts'
import { Progress } from './progress.ts'
import { withSamples } from './samples.ts'
import { snapshotOf } from './source.ts'

interface ExplainCommandOptions extends CommonOptions {
  readonly query?: readonly string[]
  readonly workload?: readonly string[]
  readonly as?: string
  readonly grow: readonly WhatIf[]
  readonly policy: readonly WhatIf[]
  readonly partition: readonly WhatIf[]
  readonly statistics: readonly WhatIf[]
  readonly set: readonly WhatIf[]
  readonly drop: readonly WhatIf[]
  readonly hide: readonly WhatIf[]
  readonly index: readonly WhatIf[]
  readonly sample?: true
  readonly role?: string
  readonly major?: number
}

export function twinExplainCommand(): Command {
  const command = new Command('explain')
    .description('what if: plans and costs without and with changes that nobody has made yet; executes nothing')
    .argument('[source]', 'PostgreSQL URL or snapshot file; without one, DATABASE_URL or the PG* variables')
    .option('--query <sql...>', 'queries; without --query and --workload, the workload of the source')
    .option('--workload <path...>', 'folders or files of .sql and .jsonl, whose values they are planned with')
    .option('--as <role>', 'who runs the queries (default: who takes the snapshot)')
    .option('--grow <table=factor>', 'a table has that many times its rows', collect(growth), [])
    .option(
      '--partition <spec>',
      'a table is partitioned: "orders by range (created_at) every 1 month", "… by list (status) in a,b|c", "… by hash (id) into 8"',
      collect(partitioning),
      [],
    )
    .option(
      '--index <ddl>',
      'an index is there: CREATE INDEX …',
      collect((ddl) => ({ kind: 'add-index', ddl })),
      [],
    )
    .option('--sample', 'read a sample of the expressions that an index is on, from the source, for at most 5 s each')
    .option(
      '--drop <index>',
      'an index is gone',
      collect((index) => ({ kind: 'drop-index', index })),
      [],
    )
    .option(
      '--hide <index>',
      'an index is there, but the planner may not use it',
      collect((index) => ({ kind: 'hide-index', index })),
      [],
    )
    .option(
      '--statistics <ddl>',
      'CREATE STATISTICS …; a sample of the table is read from the source, for at most 5 s',
      collect((sql) => ({ kind: 'statistics', sql })),
      [],
    )
    .option('--set <name=value>', 'a setting of the server is another', collect(setting), [])
    .option(
      '--policy <ddl>',
      'CREATE POLICY …, ALTER TABLE … ENABLE ROW LEVEL SECURITY',
      collect((sql) => ({ kind: 'policy', sql })),
      [],
    )
    .option('--role <name>', 'another role runs the queries')
    .option('--major <n>', 'another major version', wholeNumber(14, 99))
    .addHelpText(
      'after',
      `
They are taken in the order in which they stand above, each any number of times.

Example:
  pgwright twin explain shop.json --query "select * from orders where customer_id = 7" \\
    --grow orders=100 --index "create index on orders (customer_id)"`,
    )
  return withCommonOptions(command).action(async (source: string | undefined, options: ExplainCommandOptions) => {
    const progress = new Progress(options.quiet === true)
    progress.update('observing', null)
    const snapshot = await snapshotOf(source)
    const statements = await statementsFor(snapshot, options)
    const asked = whatIfsOf(options)
    const whatIfs = await withSamples(source, snapshot, asked, options.sample === true)
    progress.update('planning on two twins', null)
    const onPlanned = (done: number, of: number) => progress.update('planning on two twins', done / of)
    const compared = await compareWhatIf(snapshot, whatIfs, statements, { onPlanned }).finally(() => progress.clear())
    const result = resultOf(compared)
    await writeResult(result, options, (colors) => explainReport(result, process.stdout.columns ?? 120, colors))
  })
}

async function statementsFor(
  snapshot: Snapshot,
  { query, workload, as }: ExplainCommandOptions,
): Promise<WhatIfStatement[]> {
  const role = as ?? snapshot.takenBy
  const fromFiles = workload === undefined ? [] : await readQueries(workload)
  const calls = new Map((query ?? []).map((sql) => [sql, 1]))
  for (const one of fromFiles) calls.set(one.sql, (calls.get(one.sql) ?? 0) + one.calls)
  const isGiven = query !== undefined || workload !== undefined
  const statements = isGiven
    ? [...calls].map(([sql, count]) => ({ sql, role, calls: count }))
    : snapshot.workload.statements
  if (statements.length > 0) return statements
  throw new PgwrightError(
    'empty-workload',
    isGiven
      ? 'There is no query to plan in the files.'
      : 'There is no query to plan: the source has no workload, and none was given.',
    'Give one with --query "select …", or files with --workload.',
  )
}

function whatIfsOf(options: ExplainCommandOptions): WhatIf[] {
  const { grow, partition, index, drop, hide, statistics, set, policy, role, major } = options
  return [
    ...grow,
    ...partition,
    ...index,
    ...drop,
    ...hide,
    ...statistics,
    ...set,
    ...policy,
    ...(role === undefined ? [] : [{ kind: 'role', role } as const]),
    ...(major === undefined ? [] : [{ kind: 'major', major } as const]),
  ]
}

function collect(parse: (text: string) => WhatIf): (text: string, before: readonly WhatIf[]) => WhatIf[] {
  return (text, before) => [...before, parse(text)]
}

function growth(text: string): WhatIf {
  const [table, factor] = pair(text, 'TABLE=FACTOR, such as orders=100')
  return { kind: 'grow', table, factor: positiveNumber(factor) }
}

function setting(text: string): WhatIf {
  const [name, value] = pair(text, 'NAME=VALUE, such as work_mem=64MB')
  return { kind: 'set', name, value }
}

/** Cut at the last sign for a factor, since a table's name may hold one, at the first for a setting. */
function pair(text: string, form: string): [string, string] {
  const at = form.startsWith('TABLE') ? text.lastIndexOf('=') : text.indexOf('=')
  if (at > 0) return [text.slice(0, at), text.slice(at + 1)]
  throw new PgwrightError('usage', `${text} is not what was expected.`, `Give ${form}.`)
}

function resultOf({ statements, unplanned, added, gaps, notes, ...sums }: WhatIfResult): ExplainResult {
  return {
    schemaVersion: 1,
    statements: statements.map(({ statement, before, after, parameters, ...figures }) => ({
      ...identity(statement),
      calls: statement.calls,
      ...figures,
      before: withoutValues(before),
      after: withoutValues(after),
      parameters:
        parameters === null
          ? null
          : { before: parameterPlans(parameters.before), after: parameterPlans(parameters.after) },
    })),
    unplanned: unplanned.map(({ statement, side, reason }) => ({ ...identity(statement), side, reason })),
    ...sums,
    added: added.map(({ name, index, sizeBytes }) => ({ index: name, sql: index.definition, sizeBytes })),
    notes: [...notes],
    gaps: [...gaps],
  }
}

function parameterPlans({ generic, sets, flips, averageCost }: PlansByParameters): ParameterPlans {
  return {
    flips,
    genericCost: generic['Total Cost'],
    averageCost,
    sets: sets.map(({ label, weight, frequencies, cost, shape }) => ({
      label,
      weight,
      frequencies: [...frequencies],
      cost,
      plan: shape,
    })),
  }
}

function identity({ sql }: WhatIfStatement): { fingerprint: string; sql: string } {
  return { fingerprint: fingerprint(sql), sql: normalise(sql) }
}
