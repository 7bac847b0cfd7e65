import type { Scope } from '../scope/index.ts'
import type { Shape } from '../shapes/index.ts'
import type { Origins } from './origin.ts'
import type { Site } from './site.ts'

/** A column of an answer. */
export interface Field {
  readonly name: string
  /** Its type's oid, where the driver tells it. */
  readonly dataTypeID?: number
}

/** One statement of the application, from when it was asked for to when its answer was there. */
export interface Statement {
  readonly text: string
  /** In the order of `$1`, `$2`, …; of this process alone: they are never written down. */
  readonly values: readonly unknown[]
  readonly shape: Shape
  /** What was asked for earlier has a smaller one. */
  readonly order: number
  /** The request that asked, whoever's connection it came by. */
  readonly scope: Scope | undefined
  /** Where it was built, of what is built in one turn and asked in another. */
  readonly origins: Origins
  /** Null until somebody looked: of a statement that is seen once nobody does. */
  site: Site | null
  /** What the driver keeps of the connection that it was given to; null where it does not tell. */
  session: object | null
  /** What the application has changed of that, by name, which another session has not; known of `pg` alone. */
  settings: readonly string[]
  /** Why the application says that it is as it should be. */
  readonly allowed: string | null
  /** Milliseconds of `performance.now()`. */
  readonly askedAt: number
  /** When it was given to a connection; until then it waited for one. */
  startedAt: number
  endedAt: number | null
  /** As the driver gave them, objects or arrays; null where it gave none, or only in parts. */
  rows: readonly unknown[] | null
  fields: readonly Field[]
  rowCount: number | null
  error: unknown
}
