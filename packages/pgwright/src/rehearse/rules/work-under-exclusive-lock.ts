import { blocksOf } from '../effects/lock-modes.ts'
import { nameOf } from '../facts/alterations.ts'
import { changedWithin } from '../facts/changed-within.ts'
import { bySize } from '../facts/size.ts'
import type { Rule, RuleFinding, StatementContext } from '../rule.ts'

/** Less than this nobody notices. */
const noticeableMs = 50
/** What has statements of its own, or functions that have. */
const blocks = ['DoStmt', 'CallStmt', 'SelectStmt']

/** A transaction keeps its locks to its end, so that whatever comes after one that keeps others out adds to its time. */
export const workUnderExclusiveLock: Rule = {
  id: 'work-under-exclusive-lock',
  title: 'work done while the transaction keeps everybody out of a table',
  severity: 'error',
  detect(context) {
    const { tree, heldBefore, estimateMs, resolve, snapshot, find } = context
    const held = heldBefore.filter(({ mode, relation }) => blocksOf(mode) === 'reads' && find(relation) !== null)
    const [first] = held
    if (first === undefined || tree === null) return withinOneStatement(context)
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

/** Which of a block's statements comes first is not seen from outside. */
function withinOneStatement({ tree, effects, estimateMs, snapshot, find }: StatementContext): RuleFinding[] {
  const [kept] = effects.locks.filter(({ mode, relation }) => blocksOf(mode) === 'reads' && find(relation) !== null)
  if (kept === undefined || tree === null || !blocks.some((kind) => kind in tree)) return []
  const about = { object: kept.relation, objectType: 'table' }
  const [changed] = changedWithin(effects, tree, find)
  if (changed !== undefined)
    return [
      {
        ...about,
        message: `It keeps everybody out of ${kept.relation} and changes rows of ${nameOf(changed)}: if that comes later, nobody can read or write ${kept.relation} until it is done.`,
        help: 'Alter the table in one migration, and change the rows in another, in batches.',
        severity: bySize(changed, snapshot, 'error'),
      },
    ]
  const [rewritten] = effects.rewrites
  const [read] = effects.scans
  if (estimateMs < noticeableMs || (rewritten ?? read) === undefined) return []
  return [
    {
      ...about,
      message: `Nobody can read or write ${kept.relation} while ${rewritten === undefined ? `${read} is read from end to end` : `${rewritten} is written anew`}.`,
      help: 'Write the statements of the block into the migration: then each is judged, and told its safer form.',
    },
  ]
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
