import { printable } from '../../model/index.ts'
import { fillTemplate, readableIdentifier, statementKind, templateOf } from '../../sql/index.ts'

/** Whose a session is, and by which application: `app "web"`. */
export function sessionName(role: string | null, application: string): string {
  const name = role === null ? 'a background worker' : readableIdentifier(role)
  return application === '' ? name : `${name} "${application}"`
}

/** Condition on a `pg_stat_activity a`: another client's session in this database. */
export const otherSession = `a.backend_type = 'client backend' and a.datname = pg_catalog.current_database()
    and a.pid <> pg_catalog.pg_backend_pid()`

/** Expression: ms since then, by the clock and not by the start of this transaction. */
export function msSince(time: string): string {
  return `(extract(epoch from pg_catalog.clock_timestamp() - ${time}) * 1000)::float8`
}

const longestShown = 120

/**
 * The beginning of somebody's statement without literals and comments. Of what is no query, or was cut within a string,
 * only the first words: it may hold a password or data in any place.
 */
export function shownStatement(sql: string): string {
  switch (statementKind(sql)) {
    case 'unparsable':
      return `${/^\s*(select|insert|update|delete|merge|with)\b/i.exec(sql)?.[1]?.toLowerCase() ?? ''} …`.trim()
    case 'utility':
      return `${/^\s*[a-z]+(\s+[a-z]+)?/i.exec(sql)?.[0].trim().toLowerCase().replace(/\s+/, ' ') ?? ''} …`.trim()
    default: {
      const text = fillTemplate(templateOf(sql), (value) => (/^\$\d+$/.test(value) ? value : '…'))
      const shown = printable(text).replaceAll(/\s+/g, ' ').trim()
      return shown.length > longestShown ? `${shown.slice(0, longestShown)}…` : shown
    }
  }
}
