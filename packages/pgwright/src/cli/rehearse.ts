import { Command } from 'commander'
import { readMigrations, rehearse } from '../rehearse/index.ts'
import { rehearsalReport } from '../report/index.ts'
import type { Context } from './context.ts'
import { type CommonOptions, withCommonOptions, writeResult } from './output.ts'
import { Progress } from './progress.ts'
import { snapshotOf } from './source.ts'

interface RehearseCommandOptions extends CommonOptions {
  readonly against?: string
}

export function rehearseCommand({ exit, signal }: Context): Command {
  const command = new Command('rehearse')
    .description('run migrations on the twin: do they run, what do they lock and rewrite, which plans change')
    .argument('<path...>', 'files or folders of migrations')
    .option('--against <source>', 'PostgreSQL URL or snapshot file; without one, DATABASE_URL or the PG* variables')
    .addHelpText(
      'after',
      '\nExample:\n  pgwright rehearse migrations/0042_orders.sql --against postgres://reader@db/shop',
    )
  return withCommonOptions(command).action(async (paths: string[], options: RehearseCommandOptions) => {
    const progress = new Progress(options.quiet === true)
    const migrations = await readMigrations(paths)
    progress.update('observing', null)
    const snapshot = await snapshotOf(options.against)
    const result = await rehearse(snapshot, migrations, { onProgress: progress.update, signal }).finally(() =>
      progress.clear(),
    )
    await writeResult(result, options, (colors) => rehearsalReport(result, colors))
    if (result.statements.some(({ ok, findings }) => !ok || findings.some(({ severity }) => severity === 'error')))
      exit(1)
  })
}
