import { expect, test } from 'vitest'
import type { InspectResult } from '../../model/index.ts'
import { createColors } from '../colors.ts'
import { inspectFormats, inspectReport } from './inspect-report.ts'

const hostile =
  '\u001b]0;owned\u0007\u001b[31m<script>alert(1)</script> | [a](http://x.test) `b` ::error::c %0A\n::warning::d "&\u202e'

const checks = [{ id: 'odd-name', title: 'Odd name', category: 'schema', severity: 'warning' }] as const
const result: InspectResult = {
  schemaVersion: 1,
  source: {
    database: hostile,
    serverVersion: '18.4',
    role: hostile,
    takenAt: '2026-01-01T00:00:00Z',
    statsSince: null,
  },
  findings: [
    {
      checkId: 'odd-name',
      severity: 'warning',
      category: 'schema',
      object: hostile,
      objectType: 'table',
      message: hostile,
      evidence: { name: hostile },
      help: hostile,
      fix: [hostile],
      fingerprint: '0123456789abcdef',
    },
  ],
  skipped: [{ checkId: 'odd-name', reason: hostile }],
  passed: [],
  suppressed: [],
  cost: { queries: 1, totalMs: 1, maxMs: 1 },
}
const written = (format: (typeof inspectFormats)[number]) => inspectReport(result, format, checks, createColors(false))

test.each(inspectFormats)('lets no name of an object command a terminal, as %s', (format) => {
  expect(written(format).replaceAll('\n', '')).not.toMatch(/\p{Cc}/u)
  // In JSON a name is the name, whichever way it is shown.
  if (format !== 'json' && format !== 'sarif') expect(written(format)).not.toContain('\u202e')
})

test('lets no name be markup of a page or a document', () => {
  expect(written('html')).not.toContain('<script')
  expect(written('markdown')).not.toMatch(/<script|\]\(http|(?<!\\)\| \[a/)
  const rows = written('markdown')
    .split('\n')
    .filter((line) => line.startsWith('| warning'))
  expect(rows).toHaveLength(1)
  expect(rows[0]?.match(/(?<!\\)\|/g)).toHaveLength(6)
})

test('lets no name be another annotation, another element or a link', () => {
  expect(written('github').trimEnd().split('\n')).toHaveLength(1)
  expect(written('github')).toMatch(/^::warning title=[^\n]*%250A/)
  expect(written('junit')).not.toMatch(/<script|&(?!amp;|lt;|gt;|quot;)/)
  const sarif = JSON.parse(written('sarif'))
  expect(sarif.version).toBe('2.1.0')
  expect(sarif.runs[0].results[0].message.text).toContain('\\[a\\]')
})
