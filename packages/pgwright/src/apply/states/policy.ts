import type { Client } from 'pg'
import { PgwrightError, type State } from '../../model/index.ts'
import { toPgwrightError } from '../../postgres/index.ts'
import { objectName, quoteIdentifier, quoteQualified, tryParse } from '../../sql/index.ts'
import type { StateKind } from './state-kind.ts'

type PolicyAs = Extract<State, { kind: 'policy-as' }>
type Expressions = Pick<PolicyAs, 'using' | 'check'>

/** `ALTER POLICY` holds ACCESS EXCLUSIVE for a moment, and reads no row. It can't take an expression away. */
export const policyAs: StateKind<PolicyAs> = {
  describe: (wanted) => objectName(objectOf(wanted)),
  isDoneBy(statement, wanted) {
    if (wanted.using === null && wanted.check === null) return false
    const [own, ...others] = tryParse(alterSql(wanted)) ?? []
    return others.length === 0 && own !== undefined && withoutPlaces(own) === withoutPlaces(statement)
  },
  relation: ({ schema, table }) => ({ schema, name: table, kinds: 'rp' }),
  needs: objectOf,
  async check(client, wanted, { before }) {
    const found = await find(client, wanted)
    if (found !== undefined) {
      requireSameParts(wanted, 'using', found)
      requireSameParts(wanted, 'check', found)
    }
    const isComplete = !before.some(({ ensure }) => ensure.kind === 'object-present' && ensure.type === 'table column')
    if (isComplete) await written(client, wanted)
  },
  async holds(client, wanted) {
    const found = await find(client, wanted)
    if (found === undefined) return false
    const { using, check } = await written(client, wanted)
    return found.using === using && found.check === check
  },
  async undo(client, wanted) {
    const found = await find(client, wanted)
    if (found === undefined) return []
    const ensure = { ...wanted, ...found }
    const relation = quoteQualified(wanted.schema, wanted.table)
    return [{ sql: alterSql(ensure), ensure, locks: [{ relation, mode: 'AccessExclusiveLock' }], transactional: true }]
  },
  inNobodysWay: false,
}

function objectOf({ schema, table, policy }: PolicyAs) {
  return { type: 'policy' as const, names: [schema, table, policy] }
}

function alterSql({ schema, table, policy, using, check }: PolicyAs): string {
  return `alter policy ${quoteIdentifier(policy)} on ${quoteQualified(schema, table)}${expressionsSql({ using, check })}`
}

function expressionsSql({ using, check }: Expressions): string {
  return `${using === null ? '' : ` using (${using})`}${check === null ? '' : ` with check (${check})`}`
}

/** A parse tree as text, alike for statements that differ in blanks only. */
function withoutPlaces(tree: unknown): string {
  return JSON.stringify(tree, (key, value) => (key === 'location' ? undefined : value))
}

async function find(client: Client, { schema, table, policy }: PolicyAs): Promise<Expressions | undefined> {
  const { rows } = await client.query<Expressions>(
    `select pg_catalog.pg_get_expr(polqual, polrelid) as using, pg_catalog.pg_get_expr(polwithcheck, polrelid) as check
     from pg_catalog.pg_policy where polrelid = pg_catalog.to_regclass($1) and polname = $2`,
    [quoteQualified(schema, table), policy],
  )
  return rows[0]
}

/** How PostgreSQL writes the expressions, found out on an empty temporary copy, which also shows whether they will do. */
async function written(client: Client, { schema, table, policy, using, check }: PolicyAs): Promise<Expressions> {
  try {
    await client.query('begin; set local search_path to default')
    await client.query(`create temporary table ${quoteIdentifier(table)} (like ${quoteQualified(schema, table)})`)
    await client.query(`create policy wanted on pg_temp.${quoteIdentifier(table)}${expressionsSql({ using, check })}`)
    await client.query('set local search_path = pg_catalog')
    const { rows } = await client.query<Expressions>(
      `select pg_catalog.pg_get_expr(polqual, polrelid) as using, pg_catalog.pg_get_expr(polwithcheck, polrelid) as check
       from pg_catalog.pg_policy p join pg_catalog.pg_class c on c.oid = p.polrelid
       where p.polname = 'wanted' and c.relname = $1 and c.relnamespace = pg_catalog.pg_my_temp_schema()`,
      [table],
    )
    return rows[0] ?? { using, check }
  } catch (error) {
    const { message } = toPgwrightError(error, `trying the policy ${policy} on an empty copy of its table`)
    throw new PgwrightError('usage', message, 'Check that this is the database that the plan was made for.', {
      cause: error,
    })
  } finally {
    await client.query('rollback').catch(() => {})
  }
}

function requireSameParts(wanted: PolicyAs, part: keyof Expressions, found: Expressions): void {
  if ((wanted[part] === null) === (found[part] === null)) return
  const clause = part === 'using' ? 'USING' : 'WITH CHECK'
  throw new PgwrightError(
    'unsupported',
    `${objectName(objectOf(wanted))} has ${found[part] === null ? 'no' : 'a'} ${clause}, which ALTER POLICY could not bring back.`,
    'Have the plan drop the policy and create another.',
  )
}
