import { expect, test } from 'vitest'
import type { Finding } from '../../model/index.ts'
import { settle } from './settled-findings.ts'

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
