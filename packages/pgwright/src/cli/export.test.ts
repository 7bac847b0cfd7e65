import { readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { pgwright } from '../../test/cli.ts'
import { scratchFolder } from '../../test/scratch.ts'
import { hostilePlan } from '../export/testing/plan.ts'
import { exportResultSchema } from '../model/index.ts'

const folder = scratchFolder()

test('a plan is written for a tool, told of as JSON, and not overwritten', async () => {
  const plan = path.join(folder, 'plan.json')
  await writeFile(plan, JSON.stringify(hostilePlan()))
  const out = path.join(folder, 'migrations')
  const command = ['export', plan, '--to', 'knex', '--out', out, '--name', 'Order indexes']
  const { code, stdout } = await pgwright([...command, '--json'])
  expect(code).toBe(0)
  const { files, tool } = exportResultSchema.parse(JSON.parse(stdout))
  expect(tool).toBe('knex')
  expect(await readdir(out)).toEqual(files.map((file) => file.path))
  expect(files[0]).toEqual({ path: '20260101000000_order_indexes_create_plain_idx.cjs', state: 'written' })

  await writeFile(path.join(out, files[0]?.path ?? ''), 'edited')
  const refused = await pgwright(command)
  expect(refused).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('--force') })
})
