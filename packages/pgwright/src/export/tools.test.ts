import { expect, test } from 'vitest'
import { createDatabase } from '../../test/database.ts'
import { scratchFolder } from '../../test/scratch.ts'
import { runExportedTools } from './testing/exported-tools.ts'
import { toolNames } from './tools.ts'

const folder = scratchFolder()

test.each(toolNames)('%s runs a plan up and down, and again after a build that failed', async (tool) => {
  const [outcome] = await runExportedTools(async () => (await createDatabase()).url, folder, [tool])
  expect(outcome?.reason.slice(0, 4000)).toBe(outcome?.state === 'skipped' ? outcome.reason : '')
})
