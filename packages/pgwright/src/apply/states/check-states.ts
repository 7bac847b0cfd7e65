import type { Client } from 'pg'
import { type DatabaseObject, isState, PgwrightError, type State, type Step } from '../../model/index.ts'
import { objectName, quoteIdentifier, quoteQualified, tryParse } from '../../sql/index.ts'
import { definitionOfObject } from '../catalog-object.ts'
import type { ChangedRelation } from './state-kind.ts'
import { kindOf } from './state-kinds.ts'

/** @throws PgwrightError `bad-file` where a step's statement does not do what the step says, and nothing else */
export function requireSoundState(sql: string, state: State): void {
  const statements = tryParse(sql) ?? []
  const [statement, ...others] = statements
  const kind = kindOf(state)
  if (kind.isDoneByAll?.(statements, state)) return
  if (statement !== undefined && others.length === 0 && kind.isDoneBy(statement, state, sql)) return
  throw new PgwrightError(
    'bad-file',
    `A step of the plan is about ${kind.describe(state)} (${state.kind}), and its statement does not do that and nothing else.`,
    'Make the plan again, or put its statement right; names in it must be qualified.',
  )
}

/**
 * What is to change is there, or will be by then, and can be changed by this role without locking the application out.
 *
 * @throws PgwrightError `usage`, `permission` or `unsupported`
 */
export async function checkStates(client: Client, steps: readonly Step[], holdTimeoutMs: number): Promise<void> {
  for (const [at, { ensure }] of steps.entries()) {
    if (!isState(ensure)) continue
    const before = steps.slice(0, at)
    const kind = kindOf(ensure)
    const relation = kind.relation(ensure)
    if (relation !== null && !makes(before, [relation.schema, relation.name])) await requireOwned(client, relation)
    const object = kind.needs(ensure)
    if (object !== null && !makes(before, object.names)) await requireObject(client, object)
    await kind.check?.(client, ensure, { holdTimeoutMs, before })
  }
}

/** @throws PgwrightError `permission`, or `usage` where the relation is gone */
export async function checkStateRights(client: Client, steps: readonly Step[]): Promise<void> {
  for (const { ensure } of steps) {
    const relation = isState(ensure) ? kindOf(ensure).relation(ensure) : null
    if (relation !== null) await requireOwned(client, relation)
  }
}

function makes(before: readonly Step[], names: readonly string[]): boolean {
  return before.some(
    ({ ensure }) => ensure.kind === 'object-present' && JSON.stringify(ensure.names) === JSON.stringify(names),
  )
}

async function requireObject(client: Client, object: DatabaseObject): Promise<void> {
  if ((await definitionOfObject(client, object)) !== null) return
  throw new PgwrightError(
    'usage',
    `There is no such thing in this database as ${objectName(object)}.`,
    'Check that this is the database that the plan was made for.',
  )
}

interface Owned {
  readonly kind: string
  readonly owner: string
  readonly owned: boolean
  readonly children: boolean
  readonly role: string
}

async function requireOwned(client: Client, { schema, name, kinds, childless }: ChangedRelation): Promise<void> {
  const { rows } = await client.query<Owned>(
    `select c.relkind as kind, pg_catalog.pg_get_userbyid(c.relowner) as owner, current_user as role,
       pg_catalog.pg_has_role(c.relowner, 'USAGE') as owned,
       exists (select from pg_catalog.pg_inherits where inhparent = c.oid) and c.relkind <> 'I' as children
     from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     where n.nspname = $1 and c.relname = $2`,
    [schema, name],
  )
  const [found] = rows
  const qualified = quoteQualified(schema, name)
  if (found === undefined || !kinds.includes(found.kind)) {
    throw new PgwrightError(
      'usage',
      found === undefined
        ? `There is no ${qualified} in this database.`
        : `${qualified} is of another kind than the plan takes it for, or is partitioned, which this step can't change.`,
      'Check that this is the database that the plan was made for.',
    )
  }
  if (childless === true && found.children) {
    throw new PgwrightError(
      'unsupported',
      `${qualified} has children, and the step would change them too, without knowing what each of them had before.`,
      'Take the change out of the plan.',
    )
  }
  if (found.owned) return
  const role = quoteIdentifier(found.role)
  throw new PgwrightError(
    'permission',
    `The role ${role} does not own ${qualified}, and only its owner may alter it.`,
    `Connect as ${quoteIdentifier(found.owner)}, or have that role granted to ${role}.`,
  )
}
