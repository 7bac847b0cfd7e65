import type { Index } from '../../model/index.ts'
import { type Node, readableIdentifier, readableQualified } from '../../sql/index.ts'
import type { StatementContext } from '../rule.ts'
import { strings } from './alterations.ts'

type DropStmt = Extract<Node, { DropStmt: unknown }>['DropStmt']

export interface DroppedObject {
  readonly schema: string | undefined
  readonly name: string
  /** As PostgreSQL takes it. */
  readonly written: string
}

/** What a `drop` names: of a trigger or policy, the name is the last part and its table the others. */
export function droppedObjects({ objects = [] }: DropStmt): DroppedObject[] {
  return objects.flatMap((node) => {
    const parts = 'List' in node ? strings(node.List.items) : strings([node])
    const name = parts.at(-1)
    if (name === undefined) return []
    const schema = parts.at(-2)
    const written = schema === undefined ? readableIdentifier(name) : readableQualified(schema, name)
    return { schema, name, written }
  })
}

/** An index of the source; null where there is none called so. */
export function findIndex(
  { snapshot, path }: StatementContext,
  schema: string | undefined,
  name: string,
): Index | null {
  for (const each of schema === undefined ? path : [schema]) {
    const found = snapshot.indexes.find((index) => index.schema === each && index.name === name)
    if (found !== undefined) return found
  }
  return null
}
