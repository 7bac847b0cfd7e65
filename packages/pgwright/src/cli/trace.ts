import { Command } from 'commander'
import { PgwrightError, type TraceResult } from '../model/index.ts'
import { traceReport } from '../report/index.ts'
import type { Context } from './context.ts'
import { type FailOn, failOnOption, isBad } from './fail-on.ts'
import { type CommonOptions, withCommonOptions, writeFileOrFail, writeResult } from './output.ts'
import { Progress } from './progress.ts'
import { runTraced } from './trace/run-traced.ts'

interface TraceOptions extends CommonOptions {
  readonly out: string
  readonly failOn: FailOn
  readonly verify?: true
}

export function traceCommand({ signal, exit }: Context): Command {
  const command = new Command('trace')
    .description('run a Node program and tell what it asks of its database too often, with file and line')
    .argument('<command...>', 'the program with its arguments, after --')
    .option('--out <file>', 'where its statements are written, for advise --workload', 'trace.jsonl')
    .option('--verify', 'run each fix beside what it replaces when the program is through, and compare the rows')
    .addOption(failOnOption())
    .addHelpText(
      'after',
      '\nExample:\n  pgwright trace -- node app.js\n  pgwright advise postgres://reader@db/shop --workload trace.jsonl',
    )
  return withCommonOptions(command).action(async (commandLine: readonly string[], options: TraceOptions) => {
    const { out, failOn, verify = false, json, quiet } = options
    // To standard output goes only one: the program's own, or the result.
    const { lines, ...traced } = await runTraced(commandLine, { signal, verify, aside: json === true })
    await writeFileOrFail(out, lines)
    const result: TraceResult = { schemaVersion: 1, command: [...commandLine], traceFile: out, ...traced }
    await writeResult(result, options, (colors) => traceReport(result, colors))
    if (result.roundTrips === 0)
      new Progress(quiet === true).note(
        'No statement was seen: the program asked nothing by pg or postgres.js, or is not run by Node.',
      )
    if (result.exitCode !== 0) throw failed(commandLine, result.exitCode)
    if (isBad(result.findings, failOn)) exit(1)
  })
}

function failed([program]: readonly string[], exitCode: number | null): PgwrightError {
  return new PgwrightError(
    'usage',
    `${program} ended ${exitCode === null ? 'by a signal' : `with ${exitCode}`}, so that its trace may not be whole.`,
    'See what it says itself; what was found until then stands above.',
  )
}
