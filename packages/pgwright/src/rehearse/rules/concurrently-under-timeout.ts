import { readableIdentifier } from '../../sql/index.ts'
import { alters } from '../facts/alterations.ts'
import type { Rule } from '../rule.ts'

/**
 * A build that is cancelled leaves an index that is not valid, and a validation that is cancelled was for nothing.
 * `lock_timeout` counts for the waits of a concurrent build for other transactions too.
 */
export const concurrentlyUnderTimeout: Rule = {
  id: 'concurrently-under-timeout',
  title: 'long work under a timeout that will cancel it',
  severity: 'warning',
  detect({ tree, settings }) {
    if (tree === null) return []
    const builds =
      ('IndexStmt' in tree && tree.IndexStmt.concurrent === true) ||
      ('ReindexStmt' in tree &&
        (tree.ReindexStmt.params ?? []).some((node) => 'DefElem' in node && node.DefElem.defname === 'concurrently'))
    const validates = alters(tree, 'AT_ValidateConstraint')
    const names = builds ? ['lock_timeout', 'statement_timeout'] : validates ? ['statement_timeout'] : []
    return names
      .filter((name) => !/^(|0\D*)$/.test(settings.get(name) ?? ''))
      .map((name) => ({
        object: readableIdentifier(name),
        objectType: 'setting',
        message: builds
          ? `A build that ${name} cancels leaves an index that is not valid: every write pays for it, and no query uses it.`
          : `The validation takes as long as the table is large, and ${name} cancels it.`,
        help: `Set ${name} to 0 before it.`,
        fix: [`set ${name} = 0`],
      }))
  },
}
