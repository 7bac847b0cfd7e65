// In a clone the sources run as they are, by a loader of their own that the program does not see.
import { existsSync } from 'node:fs'

try {
  const source = new URL('../src/register/register.ts', import.meta.url)
  const { register } = existsSync(source)
    ? await (await import('tsx/esm/api')).tsImport(source.href, import.meta.url)
    : await import('../dist/register.js')
  // That loader would make modules of its own, and the program's are wanted.
  await register((url) => import(url))
} catch (error) {
  // The program is to run as without it.
  process.stderr.write(`pgwright: nothing is traced: ${error instanceof Error ? error.message : error}\n`)
}
