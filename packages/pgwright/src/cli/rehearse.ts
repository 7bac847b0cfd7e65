import { Command, Option } from 'commander'
import { type Rehearsal, type Severity, severities } from '../model/index.ts'
import { measureRates, readBooks, rehearse, rules } from '../rehearse/index.ts'
import { createColors, type RehearsalFormat, rehearsalFormats, rehearsalReport } from '../report/index.ts'
import type { Context } from './context.ts'
import { migrationSources } from './migration-sources.ts'
import { type CommonOptions, withCommonOptions, writeFileOrFail, writeText } from './output.ts'
import { Progress } from './progress.ts'
import { onDatabase, snapshotOf } from './source.ts'

interface RehearseCommandOptions extends CommonOptions {
  readonly against?: string
  readonly all?: true
  readonly format: RehearsalFormat
  readonly output?: string
  readonly failOn: Severity | 'never'
}

export function rehearseCommand({ exit, signal }: Context): Command {
  const command = new Command('rehearse')
    .description('run migrations on the twin: do they run, what do they lock and rewrite, which plans change')
    .usage('[options] <path...> | [folder...] -- <command...>')
    .argument('[path...]', 'files or folders of migrations')
    .option('--against <source>', 'PostgreSQL URL or snapshot file; without one, DATABASE_URL or the PG* variables')
    .option('--all', 'rehearse migrations too that the source has already')
    .addOption(new Option('--format <format>', 'what is written').choices([...rehearsalFormats]).default('terminal'))
    .option('--output <file>', 'write it to a file')
    .addOption(
      new Option('--fail-on <level>', 'exit with 1 where a finding is at least this bad, or a statement is refused')
        .choices([...severities, 'never'])
        .default('error'),
    )
    .addHelpText(
      'after',
      `
After \`--\` stands a command that migrates: it is run on an empty copy, and what it sends is rehearsed. It must take its
database from DATABASE_URL or the PG* variables, which name the copy. Folders before it are where lines are looked for.

Examples:
  pgwright rehearse migrations/0042_orders.sql --against postgres://reader@db/shop
  pgwright rehearse --against postgres://reader@db/shop db/migrate -- bin/rails db:migrate`,
    )
  return withCommonOptions(command).action(async (operands: string[], options: RehearseCommandOptions) => {
    const { against, all, format, output, failOn, json, quiet } = options
    const progress = new Progress(quiet === true)
    const given = await migrationSources(operands, command.parent?.args ?? [])
    progress.update('observing', null)
    const snapshot = await snapshotOf(against)
    const rates = await onDatabase(against, (client) => measureRates(client, snapshot))
    const books = all ? [] : await onDatabase(against, readBooks)
    const sources = []
    for (const source of given) {
      const loaded = await source.load({ snapshot, books, signal })
      sources.push({ path: source.path, tool: source.tool, ...loaded })
    }
    const migrations = sources.flatMap((source) => source.migrations)
    const result = await rehearse(snapshot, migrations, {
      sources: sources.map(({ migrations: _, notes, ...source }) => ({ ...source, notes: [...notes] })),
      ...(rates && { rates }),
      onProgress: progress.update,
      signal,
    }).finally(() => progress.clear())
    const described = rules.map((rule) => ({ ...rule, category: 'migrations' as const }))
    const text = (chosen: RehearsalFormat, colors = createColors(false)) =>
      rehearsalReport(result, chosen, described, colors)
    if (typeof json === 'string') await writeFileOrFail(json, text('json'))
    await writeText(output, options, (colors) => text(json === true ? 'json' : format, colors))
    if (failOn !== 'never' && isBad(result, failOn)) exit(1)
  })
}

function isBad({ sources, statements, plansChanged }: Rehearsal, failOn: Severity): boolean {
  const bad = severities.slice(0, severities.indexOf(failOn) + 1)
  const found = statements.some(({ ok, findings }) => !ok || findings.some(({ severity }) => bad.includes(severity)))
  const stopped = sources.some((source) => source.stopped !== null)
  return found || stopped || plansChanged.some(({ broken }) => broken !== null)
}
