import { expect, test } from 'vitest'
import type { Finding, Rehearsal, RehearsedStatement } from '../../model/index.ts'
import { createColors } from '../colors.ts'
import { type RehearsalFormat, rehearsalFormats, rehearsalReport } from './rehearsal-report.ts'

const hostile = 'a|b`<script>alert(1)</script>\u001b[2J\n::error::x [l](http://evil)'

const finding: Finding = {
  checkId: 'index-not-concurrent',
  severity: 'error',
  category: 'migrations',
  object: hostile,
  objectType: 'table',
  message: `Nobody can write to ${hostile}.`,
  evidence: { file: `${hostile}.sql`, line: 3 },
  help: 'Build it concurrently.',
  fingerprint: '0',
}

const statement: RehearsedStatement = {
  file: `${hostile}.sql`,
  line: 3,
  sql: `create index on "${hostile}" (a) -- \`\`\``,
  ok: false,
  error: { code: '42P01', message: `relation "${hostile}" does not exist`, hint: 'Name one that exists.' },
  locks: [{ relation: hostile, mode: 'ShareLock' }],
  rewrites: [],
  scans: [hostile],
  blocks: 'writes',
  estimateMs: 1200,
  estimateBy: 'usual rates',
  waiting: [{ fingerprint: '1', sql: 'insert into a values ($1)', callsPerSecond: 4 }],
  findings: [finding],
  saferForm: { sql: ['create index concurrently …'], reason: 'It lets others write.', error: null },
}

const result: Rehearsal = {
  schemaVersion: 1,
  source: { database: hostile, serverVersion: '18.4', takenAt: '2026-01-01T00:00:00.000Z' },
  major: 18,
  sources: [],
  statements: [statement],
  plansChanged: [
    { fingerprint: '2', sql: `select "${hostile}"`, calls: 1, costBefore: null, costAfter: null, broken: hostile },
  ],
  plansCompared: 1,
  durationMs: 1,
  gaps: [],
}

const rules = [{ id: finding.checkId, title: 'index built', severity: 'error', category: 'migrations' } as const]
const text = (format: RehearsalFormat) => rehearsalReport(result, format, rules, createColors(false))

test.each(rehearsalFormats)('%s tells the statement, and takes no name for markup or a command', (format) => {
  const report = text(format)
  expect(report).toMatch(/Nobody can write/)
  expect(report).not.toContain('\u001b')
  // In a block of code Markdown shows markup as it is.
  const shown = report.replaceAll(/^(`{3,})sql$[\s\S]*?^\1$/gm, '')
  if (format === 'markdown' || format === 'html' || format === 'junit') expect(shown).not.toContain('<script>')
  if (format === 'github') expect(report.trimEnd().split('\n')).toHaveLength(1)
  if (format === 'terminal' || format === 'github') expect(shown).not.toMatch(/^::error::/m)
})

test('a form is called the right one where the statement was refused, and SARIF names the line', () => {
  expect(text('terminal')).toMatch(/The right form, rehearsed too\. It lets others write\./)
  const [run] = JSON.parse(text('sarif')).runs
  expect(run.results[0].locations[0].physicalLocation.region).toEqual({ startLine: 3 })
})
