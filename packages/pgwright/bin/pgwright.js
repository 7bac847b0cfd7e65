#!/usr/bin/env node
// In a clone the sources run as they are, so that nothing has to be built and nothing can be stale;
// the published package holds only dist.
import { existsSync } from 'node:fs'

const source = new URL('../src/cli/main.ts', import.meta.url)
if (existsSync(source)) {
  process.env.TSX_DISABLE_CACHE = '1' // tsx would leave its cache behind in the temporary folder
  const { register } = await import('tsx/esm/api')
  register()
  await import(source.href)
} else {
  await import('../dist/cli.js')
}
