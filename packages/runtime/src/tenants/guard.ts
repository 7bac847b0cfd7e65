import { RuntimeError } from '../error.ts'

const comments = /^(?:\s+|--[^\n]*(?:\n|$)|\/\*(?:[^*/]|\*(?!\/)|\/(?!\*))*\*\/)+/

/**
 * Refuses what would leave the tenant's transaction or change its tenant by mistake. It is a rail, no wall: a function
 * or a DO block may set what it likes, as PostgreSQL knows no setting that SQL can't change.
 *
 * @throws RuntimeError `usage`
 */
export function requireInnerStatement(text: string, values: readonly unknown[], setting: string): void {
  const words = leadingWords(text)
  const [first = '', second = ''] = words
  if (endsTransaction(words)) throw refused('begins or ends a transaction')
  if (first === 'discard') throw refused('discards the session’s state')
  if ((first === 'set' || first === 'reset') && setsTenant(words.slice(1), setting)) throw refused('changes the tenant')
  if (first === 'prepare' && second === 'transaction') throw refused('begins or ends a transaction')
  if (/set_config/i.test(text) && configuresTenant(text, values, setting)) throw refused('changes the tenant')
}

function endsTransaction(words: readonly string[]): boolean {
  const [first = ''] = words
  if (['begin', 'start', 'commit', 'end', 'abort'].includes(first)) return true
  return first === 'rollback' && !words.slice(1, 3).includes('to')
}

function setsTenant(words: readonly string[], setting: string): boolean {
  const rest = words[0] === 'session' || words[0] === 'local' ? words.slice(1) : words
  const [name = ''] = rest
  return ['role', 'authorization', 'all', 'session_authorization', setting.toLowerCase()].includes(name)
}

function configuresTenant(text: string, values: readonly unknown[], setting: string): boolean {
  const ours = [setting.toLowerCase(), 'role', 'session_authorization']
  if (values.some((value) => typeof value === 'string' && ours.includes(value.toLowerCase()))) return true
  const literals = text.toLowerCase().matchAll(/'([^']*)'/g)
  return [...literals].some(([, literal = '']) => ours.includes(literal))
}

/** The first words in lower case, without comments and quotes; a name with dots is one. */
function leadingWords(text: string): string[] {
  const words: string[] = []
  let rest = text
  while (words.length < 5) {
    rest = rest.replace(comments, '')
    const word = /^(?:"[^"]*"|[\p{L}_][\p{L}\p{N}_$]*)(?:\s*\.\s*(?:"[^"]*"|[\p{L}_][\p{L}\p{N}_$]*))*/u.exec(rest)?.[0]
    if (word === undefined) break
    words.push(word.replace(/["\s]/g, '').toLowerCase())
    rest = rest.slice(word.length)
  }
  return words
}

function refused(what: string): RuntimeError {
  return new RuntimeError(
    'usage',
    `The statement ${what}, which only the library does within a tenant’s run.`,
    'End the run instead, or use a savepoint; for another tenant use another run.',
  )
}
