// In a clone the sources run as they are, by a loader of their own that the program does not see.
import { existsSync } from 'node:fs'

const source = new URL('../src/register/register.ts', import.meta.url)
if (existsSync(source)) {
  const { tsImport } = await import('tsx/esm/api')
  await tsImport(source.href, import.meta.url)
} else {
  await import('../dist/register.js')
}
