import { Command } from 'commander'
import { applyPlan, type BrakeLimits, planStatements, requireApplicable } from '../apply/index.ts'
import type { DryRunResult } from '../model/index.ts'
import { connectWriter, parseTarget } from '../postgres/index.ts'
import { dryRunReport, runReport, verdictReport } from '../report/index.ts'
import { showEvents } from './apply-events.ts'
import { applyVerified } from './apply-verified.ts'
import { byteSize, duration, wholeNumber } from './arguments.ts'
import { checkTarget, gone } from './check-target.ts'
import { confirm } from './confirm.ts'
import type { Context } from './context.ts'
import { type CommonOptions, withCommonOptions, writeResult } from './output.ts'
import { readPlan } from './plan-file.ts'
import { Progress } from './progress.ts'
import { type TimeoutOptions, timeouts, withTimeouts } from './timeouts.ts'

interface ApplyCommandOptions extends CommonOptions, TimeoutOptions {
  readonly to: string
  readonly dryRun?: true
  readonly yes?: true
  readonly maxLag?: number
  readonly maxTransaction?: number
  readonly maxActive?: number
  readonly minDiskFree?: number
  readonly diskFree?: string
  /** The window, in ms; `true`: the usual one. */
  readonly verify?: true | number
  readonly autoRevert?: true
  /** False after `--no-rehearsal`. */
  readonly rehearsal: boolean
  readonly despiteDifferences?: true
  readonly forGood?: true
}

/** Long enough for statements that are called every few seconds. */
const usualWindowMs = 60_000

export function applyCommand({ exit, signal }: Context): Command {
  const command = new Command('apply')
    .description('apply a plan without blocking the application; can be taken back with rollback')
    .argument('<plan>', 'the file that advise wrote')
    .requiredOption('--to <url>', 'PostgreSQL URL, as the owner of the tables')
    .option('--dry-run', 'print the exact SQL and change nothing')
    .option('--yes', 'do not ask')
    .option(
      '--max-lag <seconds>',
      'begin no step while a standby is further behind (default: 10)',
      wholeNumber(0, 86_400),
    )
    .option(
      '--max-transaction <seconds>',
      'begin no step while a transaction of the database is older (default: 1800)',
      wholeNumber(1, 604_800),
    )
    .option(
      '--max-active <sessions>',
      'begin no step while more sessions are busy (default: four fifths of max_connections)',
      wholeNumber(0, 100_000),
    )
    .option(
      '--min-disk-free <size>',
      'begin no step while less would be free after it, such as 500MB or 20GB (default: 1GB)',
      byteSize,
    )
    .option(
      '--disk-free <command>',
      "a command that writes the free bytes of the server's disk, for a server that is not on this machine",
    )
    .option('--no-rehearsal', 'do not try the plan and its rollback on an empty copy of the target first')
    .option('--despite-differences', 'go on where the tables are others than the plan was made for')
    .option('--for-good', 'go on where a step can never be taken back, such as a column that is dropped')
    .option(
      '--verify [window]',
      "compare the application's statements in a window of time before and one after (default: 60s)",
      duration,
    )
    .option('--auto-revert', 'take back what --verify finds to have made things worse')
    .addHelpText('after', '\nExample:\n  pgwright apply plan.json --to postgres://owner@db/shop --yes')
  return withCommonOptions(withTimeouts(command)).action(async (file: string, options: ApplyCommandOptions) => {
    const plan = await readPlan(file)
    const target = parseTarget(options.to)
    const progress = new Progress(options.quiet === true)
    const { rehearsal: rehearse, despiteDifferences = false, forGood = false } = options
    const connect = () => connectWriter(target)
    const check = async () => {
      const [lasting] = await requireApplicable(connect, plan, {
        signal,
        brakes: brakes(options),
        ...timeouts(options),
      })
      if (lasting !== undefined && !forGood) throw gone(lasting.sql)
      return checkTarget(target, plan, progress, { rehearse, despiteDifferences, forGood, signal }).finally(() =>
        progress.clear(),
      )
    }
    if (options.dryRun === true) {
      const rehearsed = (await check()).map(({ rollback, ...step }) => ({ ...step, rollback: [...rollback] }))
      const result: DryRunResult = { schemaVersion: 1, statements: planStatements(plan), rehearsed }
      await writeResult(result, options, () => dryRunReport(result))
      return
    }
    await confirm(`Apply ${plan.changes.length} changes to ${target.describe}?`, options.yes === true)
    const lasting = (await check()).some(({ undoable }) => !undoable)
    const applyOptions = {
      onProgress: showEvents(progress),
      signal,
      brakes: brakes(options),
      ...timeouts(options),
    }
    const apply = () => applyPlan(connect, plan, applyOptions)
    const windowMs = windowOf(options)
    const { run, verdict } = await (windowMs === null
      ? apply().then((run) => ({ run, verdict: null }))
      : applyVerified(target, plan, apply, {
          windowMs,
          autoRevert: options.autoRevert === true,
          applyOptions,
          onProgress: progress.update,
        })
    ).finally(() => progress.clear())
    await writeResult({ schemaVersion: 1, run, ...(verdict && { verdict }) }, options, (colors) =>
      [
        runReport(run, colors),
        ...(verdict === null ? [] : ['', verdictReport(verdict, colors)]),
        lasting
          ? 'What it dropped is gone for good: it can not be taken back.'
          : `Take it back with: pgwright rollback ${run.id} --to <url>`,
      ].join('\n'),
    )
    if (verdict?.verdict === 'worse') exit(1)
  })
}

function brakes({ maxLag, maxTransaction, maxActive, minDiskFree, diskFree }: ApplyCommandOptions): BrakeLimits {
  return {
    ...(maxLag === undefined ? {} : { maxLagMs: maxLag * 1000 }),
    ...(maxTransaction === undefined ? {} : { maxTransactionMs: maxTransaction * 1000 }),
    ...(maxActive === undefined ? {} : { maxActive }),
    ...(minDiskFree === undefined ? {} : { minFreeBytes: minDiskFree }),
    ...(diskFree === undefined ? {} : { diskFreeCommand: diskFree }),
  }
}

/** Null where nothing is to be verified. */
function windowOf({ verify, autoRevert }: ApplyCommandOptions): number | null {
  if (verify === undefined) return autoRevert === true ? usualWindowMs : null
  return verify === true ? usualWindowMs : verify
}
