import { readFileSync } from 'node:fs'
import { Command } from 'commander'
import type { Context } from './context.ts'

/** 128 and the number of SIGINT, as shells have it. */
const exitInterrupted = 130

const { version } = JSON.parse(readFileSync(packageFile(), 'utf8')) as { version: string }

/** The sources lie two folders below the package, the bundle one. */
function packageFile(): URL {
  const up = import.meta.url.endsWith('.ts') ? '../../package.json' : '../package.json'
  return new URL(up, import.meta.url)
}

/** Each command is loaded only when it is asked for: the parser alone takes longer to load than `--help` may take. */
const commands: Readonly<Record<string, (context: Context) => Promise<Command>>> = {
  demo: async (context) => (await import('./demo.ts')).demoCommand(context),
  snapshot: async () => (await import('./snapshot.ts')).snapshotCommand(),
  twin: async (context) => (await import('./twin.ts')).twinCommand(context),
  inspect: async (context) => (await import('./inspect.ts')).inspectCommand(context),
  'explain-check': async () => (await import('./explain-check.ts')).explainCheckCommand(),
  advise: async () => (await import('./advise.ts')).adviseCommand(),
  prove: async (context) => (await import('./prove.ts')).proveCommand(context),
  'change-type': async (context) => (await import('./change-type.ts')).changeTypeCommand(context),
  rehearse: async (context) => (await import('./rehearse.ts')).rehearseCommand(context),
  apply: async (context) => (await import('./apply.ts')).applyCommand(context),
  rollback: async (context) => (await import('./rollback.ts')).rollbackCommand(context),
  export: async () => (await import('./export.ts')).exportCommand(),
  trace: async (context) => (await import('./trace.ts')).traceCommand(context),
  runs: async () => (await import('./runs.ts')).runsCommand(),
}

function commandName(argv: readonly string[]): string | undefined {
  return argv.find((argument) => !argument.startsWith('-'))
}

async function program(argv: readonly string[], context: Context): Promise<Command> {
  const root = new Command('pgwright')
    .description('The performance engineer for PostgreSQL that proves every claim.')
    .version(version)
    .showSuggestionAfterError()
    .addHelpText('after', '\nExample:\n  pgwright demo --scale small')
  const name = commandName(argv)
  const wanted = name !== undefined && Object.hasOwn(commands, name) ? [name] : Object.keys(commands)
  for (const each of wanted) {
    const command = await commands[each]?.(context)
    if (command !== undefined) root.addCommand(command)
  }
  // Thrown instead of ending the process, so that there is one place that decides on the exit code.
  for (const command of [root, ...root.commands.flatMap(({ commands }) => commands), ...root.commands])
    command.exitOverride().showHelpAfterError('Run with --help for an example.')
  return root
}

/** Commands that have something to clean up; the others end at once. */
const orderly = new Set(['demo', 'prove', 'apply', 'rollback', 'trace'])

/** The first Ctrl-C ends the work in good order, the second at once. */
function onInterrupt(abort: AbortController, command: string | undefined): void {
  process.once('SIGINT', () => {
    if (!orderly.has(command ?? '')) process.exit(exitInterrupted)
    abort.abort()
    process.stderr.write('\nStopping; press Ctrl-C again to stop at once.\n')
    process.once('SIGINT', () => process.exit(exitInterrupted))
  })
}

/**
 * As later Node has it. Without it pg makes a `Response` to find out whose runtime this is, for which Node loads its
 * whole HTTP client: a fifth of what a command takes to start.
 */
if (!('navigator' in globalThis))
  Object.assign(globalThis, { navigator: { userAgent: `Node.js/${process.versions.node}` } })

const abort = new AbortController()
const argv = process.argv.slice(2)
onInterrupt(abort, commandName(argv))
let exitCode = 0
const context: Context = {
  signal: abort.signal,
  exit: (code) => {
    exitCode = code
  },
}
try {
  await (await program(argv, context)).parseAsync(argv, { from: 'user' })
} catch (error) {
  const { reportFailure } = await import('./failure.ts')
  exitCode = abort.signal.aborted ? exitInterrupted : reportFailure(error, argv.includes('--debug'))
}
process.exitCode = exitCode
