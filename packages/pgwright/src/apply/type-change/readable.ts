import { PgwrightError } from '../../model/index.ts'
import { type Node, tryParse } from '../../sql/index.ts'

/**
 * What is put into statements as it was given must be one type, and expressions.
 *
 * @throws PgwrightError `usage`
 */
export function requireReadable({
  type,
  using,
  back,
}: {
  readonly type: string
  readonly using?: string | null
  readonly back?: string | null
}): void {
  const value = soleTarget(`select null::${type}`)
  if (value === null || !('TypeCast' in value)) throw unreadable(`"${type}" is no type`)
  for (const text of [using, back]) {
    if (text == null) continue
    // Both ways, so that no parenthesis in it closes one of ours.
    if (soleTarget(`select ${text}`) === null || soleTarget(`select (${text})`) === null) {
      throw unreadable('the expression can not be read')
    }
  }
}

/** What a query for one value and nothing else asks for; null for any other. */
function soleTarget(sql: string): Node | null {
  const [statement, ...others] = tryParse(sql) ?? []
  if (statement === undefined || others.length > 0 || !('SelectStmt' in statement)) return null
  const { targetList = [], limitOption, op, ...rest } = statement.SelectStmt
  const [target, ...more] = targetList
  if (Object.keys(rest).length > 0 || more.length > 0) return null
  if (target === undefined || !('ResTarget' in target) || target.ResTarget.name !== undefined) return null
  return limitOption === 'LIMIT_OPTION_DEFAULT' && op === 'SETOP_NONE' ? (target.ResTarget.val ?? null) : null
}

function unreadable(why: string): PgwrightError {
  return new PgwrightError(
    'usage',
    `The column can't be given another type, for ${why}.`,
    'Write it as in: alter table … alter column … type … using ….',
  )
}
