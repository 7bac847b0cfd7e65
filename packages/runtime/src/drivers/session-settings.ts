import { BoundedMap } from '../bounded-map.ts'
import { type Token, tokensOf } from '../shapes/index.ts'

/** One setting that a text changes, or those that it takes back. */
type Change =
  | { readonly set: string; readonly isLocal: boolean }
  /** What ends with a transaction, or all that there is. */
  | { readonly forget: 'local' | 'all' }

interface State {
  readonly lasting: readonly string[]
  readonly local: readonly string[]
  /** Of both, in order. */
  readonly names: readonly string[]
}

/** Where they are kept. */
export interface Changed {
  changes: State | null
}

const none: readonly never[] = []
const unchanged: State = { lasting: none, local: none, names: none }
const known = new BoundedMap<string, readonly Change[]>(4_096)
/** They change when an answer comes, or who is told of it, not what it is. */
const harmless =
  /^(?:\w+_timeout|application_name|client_min_messages|synchronous_commit|transaction|characteristics|constraints)$/

/**
 * What the application has changed of a session until a statement of it, by name: settings, the role, temporary tables.
 * Statements of one connection are to be given in their order. A function of the database may change more.
 *
 * @param mayChange whether to look at the text
 */
export function settingsAt(session: Changed, text: string, mayChange = true): readonly string[] {
  const changes = mayChange ? known.getOrMake(text, changesOf) : none
  if (changes.length === 0) return session.changes?.names ?? none
  let { lasting, local, names: told } = session.changes ?? unchanged
  for (const change of changes) {
    if ('set' in change) {
      if (change.isLocal) local = withName(local, change.set)
      else lasting = withName(lasting, change.set)
      told = withName(told, change.set)
    } else {
      local = none
      if (change.forget === 'all') lasting = none
    }
  }
  session.changes =
    lasting.length + local.length === 0 ? null : { lasting, local, names: local.reduce(withName, lasting) }
  return told
}

/** In order, each once. */
function withName(names: readonly string[], name: string): readonly string[] {
  return names.includes(name) ? names : [...names, name].sort()
}

function changesOf(text: string): Change[] {
  const tokens = tokensOf(text)
  return tokens.flatMap((token, at): Change[] => {
    if (token.text === 'set_config') return setConfig(tokens.slice(at + 1))
    if (token.kind !== 'word' || (at > 0 && tokens[at - 1]?.text !== ';')) return []
    const [next, after] = [tokens[at + 1]?.text ?? '', tokens[at + 2]?.text ?? '']
    if (token.text === 'set') return setting(tokens.slice(at + 1))
    if (token.text === 'create')
      return /^temp(?:orary)?$/.test(next) ? [{ set: 'temporary tables', isLocal: false }] : []
    if (token.text === 'discard' || (token.text === 'reset' && next === 'all')) return [{ forget: 'all' }]
    // To a savepoint takes back less than all.
    if (token.text === 'rollback') return next === 'to' || after === 'to' ? [] : [{ forget: 'local' }]
    return /^(?:commit|end|abort)$/.test(token.text) ? [{ forget: 'local' }] : []
  })
}

function setting(tokens: readonly Token[]): Change[] {
  const scope = tokens[0]?.text ?? ''
  const from = scope === 'local' || scope === 'session' ? 1 : 0
  const [first, dot, second] = tokens.slice(from).map(({ text }) => text)
  const name = dot === '.' ? `${first}.${second}` : (first ?? '')
  return harmless.test(name) ? [] : [{ set: name, isLocal: scope === 'local' }]
}

/** Of a name, or of whether it ends with the transaction, that only the parameters tell, the worse is taken. */
function setConfig(tokens: readonly Token[]): Change[] {
  const end = tokens.findIndex(({ text }) => text === ')')
  const [, name] = tokens
  const written = name?.kind === 'string' ? name.text.slice(1, -1) : 'a setting'
  return harmless.test(written) ? [] : [{ set: written, isLocal: tokens[end - 1]?.text === 'true' }]
}
