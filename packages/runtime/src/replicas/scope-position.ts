import { currentScope, scopeValue } from '../scope/index.ts'
import { laterOf, type Position } from './token.ts'

const key = Symbol('positions')

/** The latest write that the scope's reads must see, of one `createReplicas`. */
export function followsInScope(owner: object): Position | undefined {
  const scope = currentScope()
  return (scope?.values.get(key) as Map<object, Position> | undefined)?.get(owner)
}

/** Without a scope nothing is kept. */
export function noteInScope(owner: object, position: Position): void {
  const scope = currentScope()
  if (scope === undefined) return
  const positions = scopeValue(scope, key, () => new Map<object, Position>())
  const later = laterOf(positions.get(owner), position)
  if (later !== undefined) positions.set(owner, later)
}
