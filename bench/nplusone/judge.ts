import { readFile } from 'node:fs/promises'
import { findingsOf, type RuntimeFinding, watchScope } from '../../packages/runtime/src/detect/index.ts'
import { withScope } from '../../packages/runtime/src/scope/index.ts'
import type { Case, Expected } from './case.ts'
import type { Subject } from './subject.ts'

export interface Judged {
  readonly subject: string
  readonly name: string
  readonly isPlanted: boolean
  /** Expected findings, those of them that were made, and what else was said. */
  readonly expected: number
  readonly found: number
  readonly wrong: readonly string[]
  readonly missing: readonly string[]
}

export async function judge(subject: Subject, { name, run, expected, reads = false }: Case): Promise<Judged> {
  const findings = await withScope(name, async (scope) => {
    const { watch, end } = watchScope(scope, { reads })
    try {
      await run(subject)
      return findingsOf(watch)
    } finally {
      end()
    }
  })
  const lines = (await readFile(subject.file, 'utf8')).split('\n')
  const left = [...findings]
  const missing = expected.filter((one) => {
    const at = left.findIndex((finding) => isExpected(finding, one, subject, lines))
    if (at >= 0) left.splice(at, 1)
    return at < 0
  })
  return {
    subject: subject.name,
    name,
    isPlanted: expected.some(({ check }) => check === 'n-plus-one'),
    expected: expected.length,
    found: expected.length - missing.length,
    wrong: left.map(told),
    missing: missing.map(({ check, query }) => `${check} by ${query}`),
  }
}

function isExpected({ check, site, from }: RuntimeFinding, one: Expected, subject: Subject, lines: string[]): boolean {
  if (check !== one.check || site?.file !== subject.file) return false
  const isFrom = one.from === null || from.some((source) => one.from?.test(source))
  return isFrom && lines[site.line - 1]?.endsWith(`// ${one.query}`) === true
}

function told({ check, statement, site, from }: RuntimeFinding): string {
  return `${check}: ${statement} at ${site?.file}:${site?.line}, from ${from.join(', ') || 'nothing'}`
}
