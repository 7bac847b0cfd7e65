import type { RuntimeCheck } from '../../packages/runtime/src/detect/index.ts'
import type { Subject } from './subject.ts'

export interface Expected {
  readonly check: RuntimeCheck
  /** The query of the subject whose line must be named: that with `// postsOf` at its end. */
  readonly query: string
  /** What the values must be told to come from; null where nothing is to be told. */
  readonly from: RegExp | null
}

export interface Case {
  readonly name: string
  /** Where it does not say that it does not apply to a subject. */
  readonly appliesTo?: (subject: Subject) => boolean
  /** Whether it is watched which columns are read. */
  readonly reads?: boolean
  readonly run: (subject: Subject) => Promise<unknown>
  /** All findings that there must be: none for a near-miss. */
  readonly expected: readonly Expected[]
}

/** `author.id → $1`; TypeORM writes `author_id` for the column `id` of `author`. */
export const ofAuthor = /(^|author\.)(author_)?id → /
export const ofPost = /(^|post\.)(post_)?id → /

export const nPlusOne = (query: string, from: RegExp): Expected => ({ check: 'n-plus-one', query, from })

/** Drivers that give the application the rows that the server gave. */
export const givesRows = ({ name }: Subject): boolean => /^(?:pg pool|pg client|postgres\.js|Knex|Kysely)$/.test(name)
