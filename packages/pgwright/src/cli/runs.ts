import { Command } from 'commander'
import { listRuns } from '../apply/index.ts'
import { parseTarget, withReader } from '../postgres/index.ts'
import { runsReport } from '../report/index.ts'
import { type CommonOptions, withCommonOptions, writeResult } from './output.ts'

interface RunsCommandOptions extends CommonOptions {
  readonly to: string
}

export function runsCommand(): Command {
  const command = new Command('runs')
    .description('list the plans that were applied to a database, newest first')
    .requiredOption('--to <url>', 'PostgreSQL URL')
    .addHelpText('after', '\nExample:\n  pgwright runs --to postgres://owner@db/shop')
  return withCommonOptions(command).action(async (options: RunsCommandOptions) => {
    const runs = await withReader(parseTarget(options.to), listRuns)
    await writeResult({ schemaVersion: 1, runs }, options, () => runsReport(runs))
  })
}
