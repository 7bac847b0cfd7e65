import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Finding } from '../../model/index.ts'
import { readConfiguration, settle } from './settled-findings.ts'

const finding = (checkId: string, object: string): Finding => ({
  checkId,
  severity: 'warning',
  category: 'indexes',
  object,
  objectType: 'index',
  message: '',
  evidence: {},
  help: '',
  fingerprint: `${checkId} ${object}`,
})
const found = [finding('unused-index', 'public.audit_a'), finding('unused-index', 'public.orders_b')]
const now = new Date('2026-06-15T12:00:00Z')
const configuration = (until: string, object = 'public.audit_*') => ({
  also: [],
  skip: [],
  suppress: [{ check: 'unused-index', object, reason: 'read once a year', until }],
})

test('leaves out what the configuration suppresses, with its reason, up to the last day', () => {
  const { findings, suppressed, remarks } = settle(found, new Set(), configuration('2026-06-15'), now)
  expect(findings.map(({ object }) => object)).toEqual(['public.orders_b'])
  expect(suppressed).toMatchObject([{ object: 'public.audit_a', reason: 'read once a year' }])
  expect(remarks).toEqual([])
})

test('shows it again after that day, and says so', () => {
  const { findings, remarks } = settle(found, new Set(), configuration('2026-06-14'), now)
  expect(findings).toHaveLength(2)
  expect(remarks).toEqual([expect.stringContaining('ended on 2026-06-14')])
})

test('tells of a suppression that has nothing to suppress, and takes a pattern as nothing but that', () => {
  expect(settle(found, new Set(), configuration('2026-12-31', 'public.audit.a'), now).remarks).toHaveLength(1)
})

test('leaves out what a baseline knows', () => {
  const { findings, suppressed } = settle(
    found,
    new Set(['unused-index public.orders_b']),
    configuration('2020-01-01'),
    now,
  )
  expect(findings.map(({ object }) => object)).toEqual(['public.audit_a'])
  expect(suppressed).toMatchObject([{ object: 'public.orders_b', reason: 'baseline' }])
})

/** A file of that text, read as the configuration. */
async function configured(inspect: unknown) {
  const folder = await mkdtemp(join(tmpdir(), 'pgwright-configuration-'))
  try {
    const file = join(folder, 'pgwright.json')
    await writeFile(file, JSON.stringify({ inspect }))
    return await readConfiguration(file)
  } finally {
    await rm(folder, { recursive: true })
  }
}

test('takes pools as they are declared, of one instance where nothing is said', async () => {
  const { pools } = await configured({ pools: [{ application: 'api', size: 20, role: 'app' }] })
  expect(pools).toEqual([{ application: 'api', size: 20, instances: 1, role: 'app' }])
})

test.each([
  [{ application: 'api', size: 0 }, 'inspect.pools.0.size'],
  [{ application: 'api', size: 2.5 }, 'inspect.pools.0.size'],
  [{ application: 'api', size: '20' }, 'inspect.pools.0.size'],
  [{ application: '', size: 20 }, 'inspect.pools.0.application'],
  [{ application: 'a'.repeat(64), size: 20 }, 'inspect.pools.0.application'],
  [{ application: 'api', size: 20, instances: -1 }, 'inspect.pools.0.instances'],
  [{ application: 'api', size: 20, max: 3 }, 'inspect.pools.0'],
])('refuses a pool that makes no sense, and says where: %j', async (pool, where) => {
  await expect(configured({ pools: [pool] })).rejects.toMatchObject({
    code: 'bad-file',
    message: expect.stringContaining(`: ${where}:`),
  })
})
