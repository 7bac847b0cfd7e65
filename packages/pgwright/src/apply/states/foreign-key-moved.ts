import type { Client } from 'pg'
import { PgwrightError } from '../../model/index.ts'
import { objectName, quoteQualified, tryParse } from '../../sql/index.ts'
import { runBriefly } from '../brief-lock.ts'
import { type ForeignKeyMoved, foreignKeySteps, movedSql } from '../type-change/foreign-key-steps.ts'
import { foreignKeyOf } from '../type-change/foreign-keys.ts'
import type { Circumstances, StateKind } from './state-kind.ts'

/** One transaction that changes the catalog alone; whoever uses one of the two tables waits for a moment. */
export const foreignKeyMoved: StateKind<ForeignKeyMoved> = {
  describe: (wanted) => `what ${objectName(objectOf(wanted))} refers to`,
  isDoneBy: () => false,
  isDoneByAll: (statements, wanted) => JSON.stringify(statements) === JSON.stringify(tryParse(movedSql(wanted))),
  relation: ({ schema, table }) => ({ schema, name: table, kinds: 'r' }),
  needs: objectOf,
  check: requireAlike,
  holds: async (client, wanted) => {
    const key = await find(client, wanted, wanted.constraint)
    return key?.columns.includes(wanted.references.to) === true && !(await find(client, wanted, wanted.incoming))
  },
  async undo(client, wanted) {
    const { from, to, ...table } = wanted.references
    const key = await find(client, wanted, wanted.constraint)
    return key === undefined ? [] : foreignKeySteps(key, 'old', { ...table, from: to, to: from })
  },
  inNobodysWay: false,
  async run(runner, sql, { schema, table, references }) {
    const [own, other] = [quoteQualified(schema, table), quoteQualified(references.schema, references.table)]
    const together = own === other ? null : ({ tables: [own, other], mode: 'access exclusive' } as const)
    await runBriefly(runner, sql, sql, runner.holdTimeoutMs, together)
  },
}

function objectOf({ schema, table, constraint }: ForeignKeyMoved) {
  return { type: 'table constraint' as const, names: [schema, table, constraint] }
}

function find(client: Client, { schema, table }: ForeignKeyMoved, constraint: string) {
  return foreignKeyOf(client, quoteQualified(schema, table), constraint)
}

/** Somebody may have altered the one, or its comment, since the other was made of it. */
async function requireAlike(client: Client, wanted: ForeignKeyMoved, { before }: Circumstances): Promise<void> {
  const [is, beside] = [await find(client, wanted, wanted.constraint), await find(client, wanted, wanted.incoming)]
  if (is === undefined || beside === undefined) return
  const { from, to } = wanted.references
  const rest = (text: string) => text.replace(' INITIALLY DEFERRED', '')
  const isAlike =
    is.ownColumns.join('\0') === beside.ownColumns.join('\0') &&
    is.columns.map((column) => (column === from ? to : column)).join('\0') === beside.columns.join('\0') &&
    rest(is.rest) === rest(beside.rest) &&
    is.enforced === beside.enforced &&
    // Before it is its turn it may be that this is still to be done.
    (before.length > 0 || beside.validated || !is.validated) &&
    is.comment === wanted.comment
  if (!isAlike) throw changed(wanted)
}

function changed(wanted: ForeignKeyMoved): PgwrightError {
  return new PgwrightError(
    'usage',
    `${objectName(objectOf(wanted)).replace(/^t/, 'T')} is not what it was when the plan was made.`,
    'Make the plan again; if a run of it is half done, roll that back before.',
  )
}
