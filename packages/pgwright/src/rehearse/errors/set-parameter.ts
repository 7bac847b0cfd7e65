import { Scanner } from '../../sql/index.ts'
import type { ErrorForm } from './error-form.ts'

const assignment = /^set\s+(?:local\s+|session\s+)?([\w."]+)\s*(?:=|to)\s*(?::\w+|\$\d+|\?|%s|%\(\w+\)s)\s*;?$/i

/** A utility statement takes no parameters. Neither does a file that is run as it is. */
export const setParameter: ErrorForm = {
  codes: ['42601', '42P02'],
  explain({ sql }) {
    const name = assignment.exec(withoutComments(sql).trim())?.[1]
    if (name !== undefined)
      return {
        hint: `SET takes no parameters: call select set_config('${name.replaceAll('"', '')}', $1, true) in the transaction that needs it, which ends with it; a setting of the session goes on to the next user of a pooled connection.`,
      }
    return null
  },
}

function withoutComments(sql: string): string {
  const scanner = new Scanner(sql)
  let text = ''
  while (scanner.next()) text += scanner.kind === 'comment' ? ' ' : sql.slice(scanner.start, scanner.end)
  return text
}
