import { Command } from 'commander'
import { planSchema } from '../model/index.ts'
import { connectWriter, parseTarget } from '../postgres/index.ts'
import { prove } from '../prove/index.ts'
import { planReport } from '../report/index.ts'
import { percentage, wholeNumber } from './arguments.ts'
import type { Context } from './context.ts'
import { type CommonOptions, withCommonOptions, writeFileOrFail, writeResult } from './output.ts'
import { readPlan } from './plan-file.ts'
import { Progress } from './progress.ts'

interface ProveCommandOptions extends CommonOptions {
  readonly on: string
  readonly repeat?: number
  readonly confidence?: number
  readonly cold?: boolean
}

export function proveCommand({ signal }: Context): Command {
  const command = new Command('prove')
    .description('try a plan on real data and write what was measured into it; on a copy, never on production')
    .argument('<plan>', 'the file that advise wrote')
    .requiredOption('--on <url>', 'a copy or a staging server, as the owner of the tables')
    .option('--repeat <n>', 'measure each statement so often on each side', wholeNumber(3, 1_000))
    // Less than a coin tells nothing, and nothing that is measured is certain.
    .option('--confidence <percent>', 'count gains only that are so sure, from 50 to 99.99', percentage(50, 99.99))
    .option('--cold', 'also run each statement after its tables were taken out of shared buffers')
    .addHelpText('after', '\nExample:\n  pgwright prove plan.json --on postgres://owner@staging/shop')
  return withCommonOptions(command).action(async (file: string, options: ProveCommandOptions) => {
    const plan = await readPlan(file)
    const target = parseTarget(options.on)
    const progress = new Progress(options.quiet === true)
    const proved = await prove(() => connectWriter(target), plan, {
      describeTarget: target.describe,
      ...(options.repeat === undefined ? {} : { repeats: options.repeat }),
      ...(options.confidence === undefined ? {} : { confidence: options.confidence }),
      ...(options.cold === undefined ? {} : { cold: options.cold }),
      onProgress: (done, total, what) => progress.update(`proving: ${what}`, done / total),
      signal,
    }).finally(() => progress.clear())
    await writeFileOrFail(file, `${JSON.stringify(planSchema.parse(proved), null, 2)}\n`)
    await writeResult(proved, options, (colors) => planReport(proved, colors))
  })
}
