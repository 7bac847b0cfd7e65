import { Command, InvalidArgumentError, Option } from 'commander'
import { checks, selectChecks } from '../diagnose/index.ts'
import type { InspectResult } from '../model/index.ts'
import { createColors, type InspectFormat, inspectFormats, inspectReport } from '../report/index.ts'
import type { Context } from './context.ts'
import { type FailOn, failOnOption, isBad } from './fail-on.ts'
import { inspectSource } from './inspect/inspect-source.ts'
import { baselineText, readBaseline, readConfiguration, settle } from './inspect/settled-findings.ts'
import { type CommonOptions, withCommonOptions, writeFileOrFail, writeText } from './output.ts'
import { Progress } from './progress.ts'

interface InspectCommandOptions extends CommonOptions {
  readonly format: InspectFormat
  readonly output?: string
  readonly only?: readonly string[]
  readonly skip?: readonly string[]
  readonly failOn: FailOn
  readonly baseline?: string
  readonly writeBaseline?: string
  readonly config?: string
  readonly measurePolicies?: string
  readonly policySetting: Readonly<Record<string, string>>
}

const ids = (text: string, before: readonly string[] = []) => [...before, ...text.split(',').filter(Boolean)]

function setting(text: string, before: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const [, name, value] = /^([^=]+)=(.*)$/s.exec(text) ?? []
  if (name === undefined || value === undefined) throw new InvalidArgumentError('Give NAME=VALUE, such as app.org=1.')
  return { ...before, [name]: value }
}

export function inspectCommand({ exit }: Context): Command {
  const command = new Command('inspect')
    .description('run the checks: what is wrong, what it costs here, and what to do; reads only')
    .argument('[source]', 'PostgreSQL URL or snapshot file; without one, DATABASE_URL or the PG* variables')
    .addOption(new Option('--format <format>', 'what is written').choices([...inspectFormats]).default('terminal'))
    .option('--output <file>', 'write it to a file')
    .option('--only <ids>', 'these checks or categories alone, with commas between', ids)
    .option('--skip <ids>', 'without these checks or categories', ids)
    .addOption(failOnOption())
    .option('--baseline <file>', 'leave out what was found when the baseline was written')
    .option('--write-baseline <file>', 'write what is found now as the baseline')
    .option('--config <file>', 'checks to add or to skip, and findings to suppress (default: pgwright.json)')
    .option('--measure-policies <role>', 'also count rows as this role, under its policies and without: reads rows')
    .option('--policy-setting <name=value>', 'a setting by which policies know who asks', setting, {})
    .addHelpText('after', '\nExample:\n  pgwright inspect postgres://reader@db/shop --fail-on warning')
  return withCommonOptions(command).action(async (source: string | undefined, options: InspectCommandOptions) => {
    const {
      format,
      output,
      only,
      skip = [],
      failOn,
      baseline,
      writeBaseline,
      config,
      quiet,
      json,
      measurePolicies,
    } = options
    const configuration = await readConfiguration(config)
    const { also, pools } = configuration
    const selected = selectChecks({ ...(only && { only }), skip: [...configuration.skip, ...skip], also })
    const known = baseline === undefined ? new Set<string>() : await readBaseline(baseline)
    const progress = new Progress(quiet === true)
    const asker = measurePolicies === undefined ? null : { role: measurePolicies, settings: options.policySetting }
    const inspected = await inspectSource(source, selected, progress.update, { asker, pools }).finally(() =>
      progress.clear(),
    )
    const { remarks, findings, suppressed } = settle(inspected.findings, known, configuration)
    for (const remark of remarks) progress.note(remark)
    if (writeBaseline !== undefined) await writeFileOrFail(writeBaseline, baselineText(inspected.findings))
    const result: InspectResult = {
      schemaVersion: 1,
      ...inspected,
      findings: [...findings],
      suppressed: [...suppressed],
    }
    if (typeof json === 'string')
      await writeFileOrFail(json, inspectReport(result, 'json', checks, createColors(false)))
    const chosen = json === true ? 'json' : format
    await writeText(output, options, (colors) => inspectReport(result, chosen, checks, colors))
    if (isBad(findings, failOn)) exit(1)
  })
}
