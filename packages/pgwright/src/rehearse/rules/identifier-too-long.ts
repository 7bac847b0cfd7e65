import { readableIdentifier, tokensOf } from '../../sql/index.ts'
import type { Rule } from '../rule.ts'

/** `NAMEDATALEN` less one; what is longer is cut off, with a notice that nobody reads. */
const longest = 63

export const identifierTooLong: Rule = {
  id: 'identifier-too-long',
  title: 'name that PostgreSQL cuts off',
  severity: 'warning',
  detect({ sql, tree }) {
    if (tree === null || sql.length <= longest) return []
    const names = tokensOf(sql)
      .filter(({ text, comment }) => !comment && /^("|[\p{L}_])/u.test(text))
      .map(({ text }) => (text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text))
      .filter((name) => Buffer.byteLength(name) > longest)
    return [...new Set(names)].map((name) => ({
      object: readableIdentifier(name),
      objectType: 'name',
      message: `It has ${Buffer.byteLength(name)} bytes, and all after the first ${longest} are cut off: two such names can become one.`,
      help: `Give it a name of at most ${longest} bytes.`,
    }))
  },
}
