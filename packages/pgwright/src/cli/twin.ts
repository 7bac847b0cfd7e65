import { Command } from 'commander'
import type { Context } from './context.ts'
import { twinExplainCommand } from './twin-explain.ts'
import { twinShellCommand } from './twin-shell.ts'
import { twinVerifyCommand } from './twin-verify.ts'

export function twinCommand(context: Context): Command {
  return new Command('twin')
    .description('a copy of the database without its rows, which plans as the database does')
    .addCommand(twinVerifyCommand(context))
    .addCommand(twinExplainCommand())
    .addCommand(twinShellCommand(context))
}
