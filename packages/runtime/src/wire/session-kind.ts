import type { ClientBase } from 'pg'

/** What the client's statements run in. */
export type SessionKind =
  /** A session of the server that is the client's alone. */
  | 'own'
  /** Behind a pooler that knows what its clients prepare, as PgBouncer does from 1.21 on. */
  | 'renamed'
  /** Behind a pooler that doesn't, so that a statement which was prepared may be missing, or be there already. */
  | 'shared'

const kinds = new WeakMap<ClientBase, SessionKind>()

/** Undefined before it was learnt. */
export function sessionKind(client: ClientBase): SessionKind | undefined {
  return kinds.get(client)
}

export function setSessionKind(client: ClientBase, kind: SessionKind): void {
  kinds.set(client, kind)
}

/** Whether what is prepared on it is found again; false before it was learnt. */
export function keepsStatements(client: ClientBase): boolean {
  const kind = kinds.get(client)
  return kind === 'own' || kind === 'renamed'
}
