import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runExportedTools } from '../../packages/pgwright/src/export/testing/exported-tools.ts'
import { startServer } from '../../packages/pgwright/src/postgres/index.ts'
import { type Figure, figure } from '../figure.ts'
import { withSession } from './session.ts'

/** Whether every tool runs what is exported for it, up and back down, and again after a build that failed. */
export async function exportedFigures(): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'pgwright-exported-'))
  const server = await startServer({ name: 'bench-apply-exported' })
  let databases = 0
  const emptyDatabase = async () => {
    const name = `exported_${++databases}`
    await withSession(server.url(), (client) => client.query(`create database ${name}`))
    return server.url(name)
  }
  try {
    const outcomes = await runExportedTools(emptyDatabase, folder)
    for (const { tool, state, reason } of outcomes) if (state !== 'passed') console.error(`${tool} ${state}: ${reason}`)
    const tried = outcomes.filter(({ state }) => state !== 'skipped')
    const passed = tried.filter(({ state }) => state === 'passed')
    return [
      figure({
        id: 'exported-tools-passing',
        title: `share of ${tried.length} tools that run their exported migrations`,
        value: passed.length / tried.length,
        unit: '',
        goal: 1,
        better: 'higher',
      }),
    ]
  } finally {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}
