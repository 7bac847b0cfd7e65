import { Command } from 'commander'
import { documentationOf, findCheck } from '../diagnose/index.ts'
import type { ExplainCheckResult } from '../model/index.ts'
import { rules } from '../rehearse/index.ts'
import { type CommonOptions, withCommonOptions, writeResult } from './output.ts'

/** Rules are told by what they find where they find it, and have no page of their own. */
async function explainRule({ id, title, severity }: (typeof rules)[number], options: CommonOptions): Promise<void> {
  const documentation = `# ${id}: ${title}\n\nA rule of \`pgwright rehearse\`, usually ${severity}. Its findings say what it means for your tables, and what to do instead.\n`
  const result: ExplainCheckResult = {
    schemaVersion: 1,
    id,
    title,
    category: 'migrations',
    severity,
    reads: 'migrations',
    documentation,
  }
  await writeResult(result, options, () => documentation.trimEnd())
}

export function explainCheckCommand(): Command {
  const command = new Command('explain-check')
    .description("print a check's documentation")
    .argument('<id>', 'as inspect prints it: invalid-index')
    .addHelpText('after', '\nExample:\n  pgwright explain-check invalid-index')
  return withCommonOptions(command).action(async (id: string, options: CommonOptions) => {
    const rule = rules.find((one) => one.id === id)
    if (rule !== undefined) return explainRule(rule, options)
    const check = findCheck(id)
    const documentation = await documentationOf(check)
    const { title, category, severity, reads } = check
    const result: ExplainCheckResult = { schemaVersion: 1, id, title, category, severity, reads, documentation }
    await writeResult(result, options, () => documentation.trimEnd())
  })
}
