import { Command, Option } from 'commander'
import { exportPlan, type ToolName, toolNames } from '../export/index.ts'
import { exportReport } from '../report/index.ts'
import { type CommonOptions, withCommonOptions, writeResult } from './output.ts'
import { readPlan } from './plan-file.ts'

interface ExportCommandOptions extends CommonOptions {
  readonly to: ToolName
  readonly out: string
  readonly name: string
  readonly force?: true
}

export function exportCommand(): Command {
  const command = new Command('export')
    .description("write a plan as migrations of your tool, in the tool's own form")
    .argument('<plan>', 'the file that advise wrote')
    .addOption(new Option('--to <tool>', 'whose migrations').choices(toolNames).makeOptionMandatory())
    .option('--out <folder>', 'where its migrations lie', 'migrations')
    .option('--name <name>', 'what the names of files begin with', 'pgwright')
    .option('--force', 'overwrite files that are there and differ')
    .addHelpText('after', '\nExample:\n  pgwright export plan.json --to knex --out db/migrations --name order_indexes')
  return withCommonOptions(command).action(async (file: string, options: ExportCommandOptions) => {
    const { to, out: folder, name, force = false } = options
    const result = await exportPlan(await readPlan(file), { to, folder, name, force })
    await writeResult(result, options, (colors) => exportReport(result, colors))
  })
}
