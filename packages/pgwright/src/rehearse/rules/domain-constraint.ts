import { readableIdentifier } from '../../sql/index.ts'
import { strings } from '../facts/alterations.ts'
import type { Rule } from '../rule.ts'

/** A domain is checked wherever it is used: PostgreSQL reads every table with such a column, none of which can be written. */
export const domainConstraint: Rule = {
  id: 'domain-constraint',
  title: 'constraint of a domain, which can’t be changed without reading every table that uses it',
  severity: 'warning',
  detect({ tree, effects, snapshot }) {
    if (tree === null) return []
    const named = (nodes: Parameters<typeof strings>[0]) => strings(nodes).map(readableIdentifier).join('.')
    if ('CreateDomainStmt' in tree) {
      const { constraints = [], domainname } = tree.CreateDomainStmt
      if (!constraints.some((node) => 'Constraint' in node && node.Constraint.contype === 'CONSTR_CHECK')) return []
      return [
        {
          object: named(domainname),
          objectType: 'type',
          message:
            'Its check can later be changed only by reading every table that uses it, while nobody can write there.',
          help: 'Have a CHECK on each table that needs it.',
          severity: 'info',
        },
      ]
    }
    if (!('AlterDomainStmt' in tree) || tree.AlterDomainStmt.subtype !== 'C') return []
    const { def, typeName } = tree.AlterDomainStmt
    if (def !== undefined && 'Constraint' in def && def.Constraint.skip_validation === true) return []
    const last = strings(typeName).at(-1)
    const users = snapshot.relations
      .filter(({ columns, kind }) => kind !== 'view' && columns.some(({ type }) => type.split('.').at(-1) === last))
      .map(({ schema, name }) => `${readableIdentifier(schema)}.${readableIdentifier(name)}`)
    const tables = [...new Set([...effects.scans, ...users])]
    if (tables.length === 0) return []
    return [
      {
        object: named(typeName),
        objectType: 'type',
        message: `Nobody can write to ${tables.join(', ')} while all their rows are checked.`,
        help: 'Add it NOT VALID, and validate it in a transaction of its own.',
      },
    ]
  },
}
