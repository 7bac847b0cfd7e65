import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

/** Lets files below a folder import the tools. */
export async function linkModules(folder: string): Promise<void> {
  const modules = path.join(folder, 'node_modules')
  if (!existsSync(modules))
    await symlink(fileURLToPath(new URL('../../../../../node_modules', import.meta.url)), modules)
}

/** TypeScript's files as Node runs them, in a folder beside. */
export async function compiled(folder: string): Promise<string> {
  const out = path.join(folder, '..', `${path.basename(folder)}-compiled`)
  await mkdir(out, { recursive: true })
  for (const name of (await readdir(folder)).filter((one) => one.endsWith('.ts'))) {
    const text = await readFile(path.join(folder, name), 'utf8')
    const compilerOptions = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023, verbatimModuleSyntax: true }
    const { outputText } = ts.transpileModule(text, { compilerOptions })
    await writeFile(path.join(out, name.replace(/\.ts$/, '.mjs')), outputText)
  }
  return out
}
