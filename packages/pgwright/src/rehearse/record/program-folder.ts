import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { PgwrightError } from '../../model/index.ts'
import { type Folder, liesAbove } from '../read/folder.ts'
import type { MigrationSource } from '../read/migration-source.ts'
import { recordProgram } from './record.ts'
import type { Program } from './run-program.ts'
import { toolPrograms } from './tool-programs.ts'

const javaScript = /\.(c|m)?(js|ts)$/
const declarations = /\.d\.(c|m)?ts$/

/** Whether the migrations of a folder are programs. */
export function holdsPrograms({ files }: Folder): boolean {
  const sql = files.some((name) => /\.sql$/i.test(name))
  return !sql && files.some(isProgramFile)
}

export function isProgramFile(name: string): boolean {
  return isJavaScript(name) || /\.(rb|py|exs|php)$/.test(name)
}

function isJavaScript(name: string): boolean {
  return javaScript.test(name) && !declarations.test(name)
}

/**
 * The migrations of a folder as the tool runs them that is installed there.
 *
 * @param given the folder as the user named it
 * @throws PgwrightError `unsupported` where the tool is not known or not installed
 */
export async function programsIn(given: string, folder: Folder): Promise<MigrationSource> {
  const names = folder.files.filter(isJavaScript)
  const texts = await Promise.all(names.map((name) => readFile(path.join(folder.path, name), 'utf8').catch(() => '')))
  const tool = toolPrograms.find(({ sign }) => texts.some((text) => sign.test(text)))
  if (tool === undefined) throw unsupported(`What runs the migrations in ${given} is not known to pgwright`)
  for (const name of tool.packages) {
    if (await isInstalled(folder, name)) continue
    throw unsupported(`The migrations in ${given} are ${tool.name}'s, and the package ${name} is not installed there`)
  }
  const loader = await loaderFor(folder, names)
  const program: Program = {
    command: process.execPath,
    args: [...loader, '--input-type=module', '--eval', tool.program],
    folder: folder.path,
  }
  return {
    path: given,
    tool: tool.name,
    load: (context) => recordProgram(tool.name, program, [folder.path], context),
  }
}

function isInstalled(folder: Folder, name: string): Promise<boolean> {
  return liesAbove(folder.path, path.join('node_modules', name, 'package.json'))
}

/** What lets Node read TypeScript: newer ones do by themselves. */
async function loaderFor(folder: Folder, names: readonly string[]): Promise<string[]> {
  if (!names.some((name) => /ts$/.test(name))) return []
  if (await isInstalled(folder, 'tsx')) return ['--import', 'tsx']
  if ((process.features as { readonly typescript?: unknown }).typescript) return []
  throw unsupported(`The migrations in ${folder.path} are TypeScript, and the package tsx is not installed there`)
}

function unsupported(what: string): PgwrightError {
  const hint = 'Give the command that runs them: pgwright rehearse --against … -- COMMAND.'
  return new PgwrightError('unsupported', `${what}.`, hint)
}
