import { deparse, type Node } from '../../sql/index.ts'
import { writtenName } from '../facts/alterations.ts'
import type { Instead } from '../rule.ts'

type CreateStmt = Extract<Node, { CreateStmt: unknown }>['CreateStmt']

/** A partition that is made like its parent, and attached. Null where it has constraints or columns of its own. */
export function attachInstead(create: CreateStmt, parent: string, major: number): Instead | null {
  const { relation, partbound, partspec, tableElts = [] } = create
  if (relation === undefined || partbound === undefined || tableElts.length > 0) return null
  const table = writtenName(relation)
  const exists = create.if_not_exists === true ? 'if not exists ' : ''
  // A partition takes its parent's identity; one of its own it may not have.
  const options = major >= 17 ? 'including all excluding identity' : 'including all'
  const below = partspec === undefined ? '' : ` ${partitionBy(partspec)}`
  const attach = deparse({
    AlterTableStmt: {
      relation: { relname: 'parent', inh: true, relpersistence: 'p' },
      objtype: 'OBJECT_TABLE',
      cmds: [
        {
          AlterTableCmd: {
            subtype: 'AT_AttachPartition',
            def: { PartitionCmd: { name: relation, bound: partbound } },
            behavior: 'DROP_RESTRICT',
          },
        },
      ],
    },
  })
  return {
    sql: [
      `create table ${exists}${table} (like ${parent} ${options})${below}`,
      attach.replace(/^ALTER TABLE parent/, () => `alter table ${parent}`),
    ],
    reason: 'The parent can be read and written meanwhile. A default partition, though, is locked and read.',
  }
}

/** The clause as the statement has it. */
function partitionBy(partspec: NonNullable<CreateStmt['partspec']>): string {
  const whole = deparse({
    CreateStmt: {
      relation: { relname: 't', inh: true, relpersistence: 'p' },
      tableElts: [],
      partspec,
      oncommit: 'ONCOMMIT_NOOP',
    },
  })
  return whole.slice(whole.indexOf('PARTITION BY'))
}
