import { writeFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { PgwrightError } from '../model/index.ts'
import { type Colors, createColors } from '../report/index.ts'

/** Options that every command has. */
export interface CommonOptions {
  /** `true`: to standard output. */
  readonly json?: true | string
  readonly quiet?: true
  /** False after `--no-color`. */
  readonly color: boolean
  readonly debug?: true
}

export function withCommonOptions(command: Command): Command {
  return command
    .option('--json [file]', 'write the result as JSON, to standard output when no file is given')
    .option('--quiet', 'print nothing but the result')
    .option('--no-color', 'print without colours')
    .option('--debug', 'print the stack trace of an error')
}

/** Writes a result for people, and for programs where `--json` asks for it; to standard output goes only one. */
export async function writeResult(result: unknown, options: CommonOptions, text: (colors: Colors) => string) {
  const json = `${JSON.stringify(result, null, 2)}\n`
  if (options.json === true) {
    process.stdout.write(json)
    return
  }
  if (options.json !== undefined) await writeFileOrFail(options.json, json)
  await writeText(undefined, options, (colors) => `${text(colors)}\n`)
}

/** Writes a text to a file, without colours, or to standard output. */
export async function writeText(
  file: string | undefined,
  options: Pick<CommonOptions, 'color'>,
  text: (colors: Colors) => string,
): Promise<void> {
  if (file !== undefined) return writeFileOrFail(file, text(createColors(false)))
  process.stdout.write(text(createColors(options.color && process.stdout.isTTY === true && !process.env.NO_COLOR)))
}

/** @throws PgwrightError `usage` where the file can't be written */
export async function writeFileOrFail(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text)
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code ?? 'unknown error'
    throw new PgwrightError(
      (cause as NodeJS.ErrnoException).code === 'ENOSPC' ? 'resources' : 'usage',
      `The file ${file} can't be written (${reason}).`,
      'Give the name of a file in a folder that exists and that you may write to.',
      { cause },
    )
  }
}
