import { Command, Option } from 'commander'
import { advise, type IndexKind, indexKinds, usualGain, type WeightBy } from '../advise/index.ts'
import type { AdviceResult } from '../model/index.ts'
import { adviceReport } from '../report/index.ts'
import { byteSize, percentage, wholeNumber } from './arguments.ts'
import { type CommonOptions, withCommonOptions, writeFileOrFail, writeResult } from './output.ts'
import { Progress } from './progress.ts'
import { samplerOf, togetherSamplerOf } from './sampled-expressions.ts'
import { fileOf, snapshotOf } from './source.ts'
import { type WithWorkload, withWorkload } from './workload.ts'

interface AdviseCommandOptions extends CommonOptions {
  readonly workload?: readonly string[]
  readonly weightBy: WeightBy
  readonly maxStatements?: number
  readonly budget?: number
  readonly maxIndexes?: number
  readonly minGain?: number
  readonly kinds?: readonly IndexKind[]
  readonly maxWidth?: number
  readonly timeLimit?: number
  readonly out?: string
}

export function adviseCommand(): Command {
  const command = new Command('advise')
    .description('find the set of index changes that the workload earns; changes nothing')
    .argument('[source]', 'PostgreSQL URL or snapshot file; without one, DATABASE_URL or the PG* variables')
    .option(
      '--workload <path...>',
      'instead of pg_stat_statements: folders or files of .sql, .jsonl, logs of PostgreSQL, snapshots; all together',
    )
    .addOption(
      new Option('--weight-by <what>', 'what makes a statement count: how often or how long it runs')
        .choices(['calls', 'time', 'both'])
        .default('calls'),
    )
    .option(
      '--max-statements <n>',
      'work on so many, which stand for the others (default: 300)',
      wholeNumber(1, 100_000),
    )
    .option('--budget <size>', 'of all new indexes together, such as 500MB', byteSize)
    .option('--max-indexes <n>', 'new indexes at most', wholeNumber(0, 10_000))
    .option(
      '--min-gain <percent>',
      `of the workload's cost, which a new index must save (default: ${usualGain.cost * 100}, or ${usualGain.rest * 100} % of what is left of it, or half of a statement of ${usualGain.calls * 100} % of the calls)`,
      percentage(),
    )
    .addOption(new Option('--kinds <kinds...>', 'what new indexes may be (default: all)').choices([...indexKinds]))
    .option('--max-width <n>', 'key columns of one index at most (default: 4)', wholeNumber(1, 32))
    .option('--time-limit <seconds>', 'take the best set found by then', wholeNumber(0, 86_400))
    .option('--out <file>', 'write the plan, for prove and apply')
    .addHelpText('after', '\nExample:\n  pgwright advise postgres://reader@db/shop --budget 1GB --out plan.json')
  return withCommonOptions(command).action(async (source: string | undefined, options: AdviseCommandOptions) => {
    const progress = new Progress(options.quiet === true)
    const { workload, weightBy, maxStatements, budget, maxIndexes, minGain, kinds, maxWidth, timeLimit, out } = options
    progress.update('observing', null)
    const given = await withWorkload(await snapshotOf(source), workload, maxStatements)
    progress.update('advising on the twin', null)
    const advice = await advise(given.snapshot, {
      weightBy,
      ...(budget === undefined ? {} : { budgetBytes: budget }),
      ...(maxIndexes === undefined ? {} : { maxIndexes }),
      ...(minGain === undefined ? {} : { minGain }),
      ...(kinds === undefined ? {} : { kinds }),
      ...(maxWidth === undefined ? {} : { maxWidth }),
      ...((await fileOf(source)) === null
        ? { sample: samplerOf(source), sampleTogether: togetherSamplerOf(source) }
        : {}),
      ...(timeLimit === undefined ? {} : { timeLimitMs: timeLimit * 1000 }),
    }).finally(() => progress.clear())
    if (out !== undefined) await writeFileOrFail(out, `${JSON.stringify(advice.plan, null, 2)}\n`)
    const result = resultOf(advice, given, options)
    await writeResult(result, options, (colors) => adviceReport(result, out ?? null, colors))
  })
}

function resultOf(
  { plan, notes, gaps, plans: _plans, ...figures }: Awaited<ReturnType<typeof advise>>,
  { snapshot, compression }: WithWorkload,
  { weightBy, minGain }: AdviseCommandOptions,
): AdviceResult {
  const { statements, excluded } = plan.workload
  return {
    schemaVersion: 1,
    workload: {
      queries: statements.length,
      calls: statements.reduce((sum, { calls }) => sum + calls, 0),
      represented: compression.represented,
      share: compression.share,
      weightBy,
      excluded,
    },
    costBefore: plan.costBefore,
    costAfter: plan.costAfter,
    time: plan.time ?? null,
    ...figures,
    minGain: minGain === undefined ? usualGain : { cost: minGain, rest: null, calls: null },
    changes: plan.changes.map(({ steps: _, rollback: __, trial: ___, ...change }) => change),
    notes: [...notes],
    gaps: [...snapshot.gaps, ...gaps],
  }
}
