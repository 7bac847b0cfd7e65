import { createInterface, type Interface } from 'node:readline'
import { Command } from 'commander'
import { formatBytes, printable } from '../model/index.ts'
import { createColors, gapLines, tableLines } from '../report/index.ts'
import { splitStatements } from '../sql/index.ts'
import { isCreateIndex, Twin } from '../twin/index.ts'
import type { Context } from './context.ts'
import { reportFailure } from './failure.ts'
import { type CommonOptions, withCommonOptions } from './output.ts'
import { Progress } from './progress.ts'
import { snapshotOf } from './source.ts'

interface ShellCommandOptions extends CommonOptions {
  readonly role?: string
}

const help = `Statements end with a semicolon. The twin has no rows: EXPLAIN shows what the source would do.
  create index …;  adds an index with the size that it would have on the source
  \\gaps            what of the source is not here
  \\q               ends the session and removes the twin`

export function twinShellCommand({ exit }: Context): Command {
  const command = new Command('shell')
    .description(
      'open a session on the twin: EXPLAIN, add and drop indexes, change settings; nothing reaches the source',
    )
    .argument('[source]', 'PostgreSQL URL or snapshot file; without one, DATABASE_URL or the PG* variables')
    .option('--role <name>', 'plan as this role of the source, with its policies and settings')
    .addHelpText('after', '\nExample:\n  pgwright twin shell shop.json')
  return withCommonOptions(command).action(async (source: string | undefined, options: ShellCommandOptions) => {
    const progress = new Progress(options.quiet === true)
    progress.update('observing', null)
    const snapshot = await snapshotOf(source)
    progress.update('building the twin', null)
    const twin = await Twin.open(snapshot).finally(() => progress.clear())
    try {
      progress.note(`A twin of ${snapshot.database.name}, PostgreSQL ${twin.major}. \\? for help.`)
      const role = options.role ?? snapshot.takenBy
      if (await session(twin, role, [...snapshot.gaps, ...twin.gaps])) exit(1)
    } finally {
      await twin.close()
    }
  })
}

/** Reads statements until the input ends; true where the last one failed and nobody sat there to see it. */
async function session(twin: Twin, role: string, gaps: Twin['gaps']): Promise<boolean> {
  const interactive = process.stdin.isTTY === true
  const lines = createInterface({
    input: process.stdin,
    ...(interactive ? { output: process.stdout } : {}),
    terminal: interactive,
  })
  let buffer = ''
  let failed = false
  prompt(lines, interactive, buffer)
  for await (const line of lines) {
    if (buffer === '' && line.trim().startsWith('\\')) {
      if (!metaCommand(line.trim(), gaps)) break
    } else {
      buffer += `${line}\n`
      const statements = complete(buffer)
      if (statements !== null) {
        buffer = ''
        failed = !(await runAll(twin, role, statements))
        if (failed && !interactive) break
      }
    }
    prompt(lines, interactive, buffer)
  }
  lines.close()
  return failed && !interactive
}

function prompt(lines: Interface, interactive: boolean, buffer: string): void {
  if (!interactive) return
  lines.setPrompt(buffer === '' ? 'twin=> ' : 'twin-> ')
  lines.prompt()
}

/** False where the session is to end. */
function metaCommand(line: string, gaps: Twin['gaps']): boolean {
  if (line === '\\q') return false
  const known = line === '\\gaps' ? gapLines(gaps, createColors(false)).join('\n') || 'None.' : help
  process.stdout.write(`${known}\n`)
  return true
}

/** The statements of the text, null as long as it does not end with a semicolon of its own. */
function complete(text: string): string[] | null {
  if (!text.trimEnd().endsWith(';')) return null
  try {
    return splitStatements(text)
  } catch {
    // An open quote: more is to come. Else the server says better what is wrong.
    return (text.match(/'/g)?.length ?? 0) % 2 === 1 ? null : [text]
  }
}

async function runAll(twin: Twin, role: string, statements: readonly string[]): Promise<boolean> {
  for (const sql of statements) {
    try {
      process.stdout.write(`${await run(twin, role, sql)}\n`)
    } catch (error) {
      reportFailure(error, false)
      return false
    }
  }
  return true
}

/** An index is given the size that it would have on the source; a plain `CREATE INDEX` would find no rows. */
async function run(twin: Twin, role: string, sql: string): Promise<string> {
  if (isCreateIndex(sql)) {
    const index = await twin.addIndex(sql)
    await twin.show([index], true)
    return `CREATE INDEX ${printable(index.name)}, about ${formatBytes(index.sizeBytes)} on the source`
  }
  const { command, columns, rows } = await twin.run(sql, { role, settings: {} })
  const titles = columns.map((title) => ({ title, align: 'left' as const }))
  const table =
    columns.length === 0
      ? []
      : tableLines(
          titles,
          rows.map((row) => row.map((value) => value ?? '')),
        )
  return [...table, command].join('\n')
}
