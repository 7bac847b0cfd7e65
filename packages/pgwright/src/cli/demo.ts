import { Command, Option } from 'commander'
import { runDemo, type Scale } from '../demo/index.ts'
import { demoReport } from '../report/index.ts'
import { wholeNumber } from './arguments.ts'
import type { Context } from './context.ts'
import { type CommonOptions, withCommonOptions, writeResult } from './output.ts'
import { Progress } from './progress.ts'
import { loadSystem, systemNames } from './systems.ts'

interface DemoCommandOptions extends CommonOptions {
  readonly scale: Scale
  readonly keep?: true
  readonly port?: number
}

export function demoCommand({ signal, exit }: Context): Command {
  const command = new Command('demo')
    .description('do the whole job on a reference system: build, observe, advise, prove, apply, measure again')
    .argument('[system]', `one of: ${systemNames.join(', ')}`, 'barq-fleet')
    .addOption(new Option('--scale <scale>', 'how large').choices(['small', 'medium', 'full']).default('medium'))
    .option('--keep', 'leave the server with the improved database running, and say where')
    .option('--port <number>', 'TCP port of the server', wholeNumber(1, 65_535))
    .addHelpText('after', '\nExample:\n  pgwright demo --scale small --json demo.json')
  return withCommonOptions(command).action(async (name: string, options: DemoCommandOptions) => {
    const system = await loadSystem(name)
    const progress = new Progress(options.quiet === true)
    const { result, kept } = await runDemo(system, {
      scale: options.scale,
      keep: options.keep === true,
      ...(options.port === undefined ? {} : { port: options.port }),
      onProgress: progress.update,
      signal,
    }).finally(() => progress.clear())
    await writeResult(result, options, (colors) => demoReport(result, colors))
    if (kept !== null) {
      progress.note(`The database stays: ${kept.url}`)
      progress.note(`Look further with: PGPASSFILE=${kept.passwordFile} npx pgwright advise '${kept.url}'`)
      progress.note(`End it with: kill -INT ${kept.processId}`)
    }
    if (!result.queries.every(({ met, sameResult }) => met && sameResult) || !result.gates.every(({ met }) => met))
      exit(1)
  })
}
