import type { Client } from 'pg'
import { PgwrightError, type State } from '../../model/index.ts'
import { objectName, quoteQualified } from '../../sql/index.ts'
import { disagreeingSql } from '../type-change/agree-sql.ts'
import type { StateKind } from './state-kind.ts'

type ColumnsAgree = Extract<State, { kind: 'columns-agree' }>

/** Every row is looked at, with no lock that is in anybody's way. There is nothing to do where they differ but to tell. */
export const columnsAgree: StateKind<ColumnsAgree> = {
  describe: (wanted) => `what is in ${objectName(objectOf(wanted))}`,
  isDoneBy: (_, wanted, sql) => sql === disagreeingSql(wanted),
  relation: ({ schema, table }) => ({ schema, name: table, kinds: 'r', childless: true }),
  needs: objectOf,
  holds: async (client, wanted) => {
    try {
      return (await countOf(client, wanted)) === 0
    } catch {
      return false
    }
  },
  undo: async () => [],
  inNobodysWay: true,
  async run({ control }, sql, wanted) {
    const count = await countOf(control, wanted)
    if (count > 0) throw disagreeing(wanted, sql)
  },
}

function objectOf({ schema, table, column }: ColumnsAgree) {
  return { type: 'table column' as const, names: [schema, table, column] }
}

async function countOf(client: Client, wanted: ColumnsAgree): Promise<number> {
  const { rows } = await client.query<{ count: string }>(disagreeingSql(wanted))
  return Number(rows[0]?.count)
}

function disagreeing(wanted: ColumnsAgree, sql: string): PgwrightError {
  return new PgwrightError(
    'server',
    `Rows of ${quoteQualified(wanted.schema, wanted.table)} have values that one of the two types can't hold.`,
    `Find them with: ${sql.replace('count(*)', '*')}; put them right, and do it again.`,
  )
}
