import { blocksOf } from '../effects/lock-modes.ts'
import { nameOf } from '../facts/alterations.ts'
import { bySize } from '../facts/size.ts'
import type { Rule } from '../rule.ts'

/** Less than this nobody notices. */
const noticeableMs = 50

/** A transaction keeps its locks to its end, so that whatever comes after one that keeps others out adds to its time. */
export const workUnderExclusiveLock: Rule = {
  id: 'work-under-exclusive-lock',
  title: 'work done while the transaction keeps everybody out of a table',
  severity: 'error',
  detect({ tree, heldBefore, estimateMs, resolve, snapshot, find }) {
    const held = heldBefore.filter(({ mode, relation }) => blocksOf(mode) === 'reads' && find(relation) !== null)
    const [first] = held
    if (first === undefined || tree === null) return []
    const names = held.map(({ relation }) => relation).join(', ')
    const about = { object: first.relation, objectType: 'table' }
    const written = writtenBy(tree)
    const target = written === undefined ? null : resolve(written.schemaname, written.relname)
    if (target !== null)
      return [
        {
          ...about,
          message: `Nobody can read or write ${names} until the rows of ${nameOf(target)} are changed, for the transaction holds its lock to its end.`,
          help: 'End the transaction first, and change the rows in batches.',
          severity: bySize(target, snapshot, 'error'),
        },
      ]
    if (estimateMs < noticeableMs) return []
    return [
      {
        ...about,
        message: `Nobody can read or write ${names} meanwhile, for the transaction holds its lock to its end.`,
        help: 'Put the statement into a migration of its own.',
      },
    ]
  },
}

interface Named {
  readonly schemaname?: string
  readonly relname?: string
}

function writtenBy(tree: object): Named | undefined {
  const { UpdateStmt, DeleteStmt, InsertStmt } = tree as Record<
    string,
    { relation?: Named; selectStmt?: object } | undefined
  >
  const copied = InsertStmt?.selectStmt as { SelectStmt?: { valuesLists?: unknown } } | undefined
  // A few rows that are given as such take no time.
  const inserts = copied?.SelectStmt?.valuesLists === undefined ? InsertStmt : undefined
  return (UpdateStmt ?? DeleteStmt ?? inserts)?.relation
}
