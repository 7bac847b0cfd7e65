import { writeFileSync } from 'node:fs'
import type { Reporter, TestCase, TestModule } from 'vitest/node'

/**
 * Writes `N passed, N failed` to the file that TEST_COUNTS names. A test may be skipped only while it runs, and with
 * what the machine lacks for it (`skip('mounting is not allowed')`): any other skip counts as a failure here.
 */
export default class TestCounts implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()])
    const state = (test: TestCase) => test.result().state
    const passed = tests.filter((test) => state(test) === 'passed').length
    const skipped = tests.filter((test) => state(test) !== 'passed' && state(test) !== 'failed')
    const unexplained = skipped.filter((test) => reason(test) === undefined)
    for (const test of skipped) console.log(`skipped: ${test.fullName}: ${reason(test) ?? 'NO REASON GIVEN'}`)
    const failed =
      tests.filter((test) => state(test) === 'failed').length +
      modules.filter((module) => module.errors().length > 0).length +
      errors.length +
      unexplained.length
    if (failed > 0) process.exitCode = 1
    const { TEST_COUNTS: file } = process.env
    if (file !== undefined) writeFileSync(file, `${passed} passed, ${failed} failed\n`)
  }
}

function reason(test: TestCase): string | undefined {
  const result = test.result()
  return result.state === 'skipped' ? result.note : undefined
}
