import { Command } from 'commander'
import { rollbackRun } from '../apply/index.ts'
import { connectWriter, parseTarget } from '../postgres/index.ts'
import { runReport } from '../report/index.ts'
import { showEvents } from './apply-events.ts'
import { wholeNumber } from './arguments.ts'
import { confirm } from './confirm.ts'
import type { Context } from './context.ts'
import { type CommonOptions, withCommonOptions, writeResult } from './output.ts'
import { Progress } from './progress.ts'
import { type TimeoutOptions, timeouts, withTimeouts } from './timeouts.ts'

interface RollbackCommandOptions extends CommonOptions, TimeoutOptions {
  readonly to: string
  readonly yes?: true
}

export function rollbackCommand({ signal }: Context): Command {
  const command = new Command('rollback')
    .description('take a run back: afterwards the catalog is exactly what it was')
    .argument('<run>', 'its number, as `runs` lists it', wholeNumber(1, Number.MAX_SAFE_INTEGER))
    .requiredOption('--to <url>', 'PostgreSQL URL, as the owner of the tables')
    .option('--yes', 'do not ask')
    .addHelpText('after', '\nExample:\n  pgwright rollback 7 --to postgres://owner@db/shop --yes')
  return withCommonOptions(withTimeouts(command)).action(async (id: number, options: RollbackCommandOptions) => {
    const target = parseTarget(options.to)
    await confirm(`Take run ${id} on ${target.describe} back?`, options.yes === true)
    const progress = new Progress(options.quiet === true)
    const run = await rollbackRun(() => connectWriter(target), id, {
      onProgress: showEvents(progress),
      signal,
      ...timeouts(options),
    }).finally(() => progress.clear())
    await writeResult({ schemaVersion: 1, run }, options, (colors) => runReport(run, colors))
  })
}
