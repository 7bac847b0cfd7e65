import type { OrdinaryObject, Policy, Snapshot } from '../../model/index.ts'
import { quoteIdentifier, quoteQualified } from '../../sql/index.ts'
import { constraintDefinitions, indexDefinitions } from './constraints.ts'
import { clauses, type Definition, defined } from './definition.ts'
import { foreignServerDefinitions } from './foreign.ts'
import { functionDefinitions } from './functions.ts'
import { operatorFamilyDefinitions } from './operator-families.ts'
import { ownSchemas } from './reserved.ts'
import { roleDefinitions } from './roles.ts'
import { extensionDefinitions, grants, schemaDefinition } from './schemas.ts'
import { sequenceDefinitions, sequenceOwnership } from './sequences.ts'
import { rowSecurity, tableDefinitions } from './tables.ts'
import { hookDefinitions, viewDefinitions } from './views.ts'

/**
 * The statements that make the source's schema again, empty. In an order that mostly works; what depends on something
 * later (a default that calls a function over a table, a view on a view) is to be tried again after the rest.
 *
 * @param major the twin's
 */
export function schemaDefinitions(snapshot: Snapshot, twinRole: string, major: number): Definition[] {
  const schemas = ownSchemas(snapshot)
  const objectsOf = (...kinds: OrdinaryObject['kind'][]) =>
    snapshot.objects
      .filter(({ kind }) => kinds.includes(kind))
      .map(({ kind, schema, name, definition }) => defined(kind, schema, name, definition))
  return [
    ...roleDefinitions(snapshot, twinRole, major),
    ...schemas.map((name) => schemaDefinition(name, twinRole)),
    ...extensionDefinitions(snapshot),
    ...foreignServerDefinitions(snapshot),
    ...objectsOf('collation', 'text search dictionary', 'text search configuration'),
    ...snapshot.types.map(type),
    ...functionDefinitions(snapshot),
    ...objectsOf('operator', 'cast'),
    ...operatorFamilyDefinitions(snapshot),
    ...sequenceDefinitions(snapshot),
    ...tableDefinitions(snapshot, major),
    ...sequenceOwnership(snapshot),
    ...indexDefinitions(snapshot, 'tables'),
    ...constraintDefinitions(snapshot),
    ...viewDefinitions(snapshot),
    ...indexDefinitions(snapshot, 'matviews'),
    ...snapshot.extendedStatistics.map(({ schema, name, definition }) =>
      defined('statistics', schema, name, definition),
    ),
    ...hookDefinitions(snapshot),
    ...snapshot.relations.flatMap(rowSecurity),
    ...snapshot.policies.map(policy),
    ...schemas.map(grants),
  ]
}

/** A domain's checks and default can need what the twin lacks, and no plan shows them. */
function type({ schema, name, definition }: Snapshot['types'][number]): Definition {
  const whole = defined('type', schema, name, definition)
  const [plain] = /^create domain .+? as .+?(?= default | not null| constraint |$)/s.exec(definition) ?? []
  if (plain === undefined || plain === definition) return whole
  const object = `checks and default of domain ${quoteQualified(schema, name)}`
  return { ...whole, instead: { sql: plain, object, effect: 'it is there without them, which plans do not depend on' } }
}

function policy({ schema, table, name, command, permissive, roles, using, check }: Policy): Definition {
  const to = roles.map((role) => (role === 'public' ? role : quoteIdentifier(role))).join(', ')
  const sql = clauses(
    `create policy ${quoteIdentifier(name)} on ${quoteQualified(schema, table)}`,
    `as ${permissive ? 'permissive' : 'restrictive'} for ${command.toLowerCase()} to ${to}`,
    using === null ? '' : `using (${using})`,
    check === null ? '' : `with check (${check})`,
  )
  return { object: `policy ${quoteIdentifier(name)} on ${quoteQualified(schema, table)}`, sql }
}
