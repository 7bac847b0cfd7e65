import { Command } from 'commander'
import { documentationOf, findCheck } from '../diagnose/index.ts'
import type { ExplainCheckResult } from '../model/index.ts'
import { type CommonOptions, withCommonOptions, writeResult } from './output.ts'

export function explainCheckCommand(): Command {
  const command = new Command('explain-check')
    .description("print a check's documentation")
    .argument('<id>', 'as inspect prints it: invalid-index')
    .addHelpText('after', '\nExample:\n  pgwright explain-check invalid-index')
  return withCommonOptions(command).action(async (id: string, options: CommonOptions) => {
    const check = findCheck(id)
    const documentation = await documentationOf(check)
    const { title, category, severity, reads } = check
    const result: ExplainCheckResult = { schemaVersion: 1, id, title, category, severity, reads, documentation }
    await writeResult(result, options, () => documentation.trimEnd())
  })
}
