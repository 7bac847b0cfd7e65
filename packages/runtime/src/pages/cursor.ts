import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { RuntimeError } from '../error.ts'
import type { Term } from './order.ts'

export type Secret = string | Uint8Array

/** What a cursor holds: PostgreSQL's text of each column of the order, null for NULL. */
export type CursorValues = readonly (string | null)[]

/** What a cursor is good for: another query, order or user makes another. */
export interface CursorUse {
  readonly secrets: readonly Secret[]
  readonly text: string
  readonly terms: readonly Term[]
  readonly boundTo: string | undefined
}

const version = 'v1'
const leastSecretBytes = 16
/** A key of an index has 2,704 bytes at most; orders without an index may have longer ones. */
const mostCursorLength = 100_000

/** @throws RuntimeError `usage` on no secret, or one under 16 bytes. */
export function secretsOf(secret: Secret | readonly Secret[]): readonly Secret[] {
  const secrets: readonly Secret[] = Array.isArray(secret) ? secret : [secret as Secret]
  if (secrets.length > 0 && secrets.every((each) => Buffer.byteLength(each) >= leastSecretBytes)) return secrets
  throw new RuntimeError(
    'usage',
    'The secret that signs cursors is missing or too short.',
    `Give one of at least ${leastSecretBytes} random bytes, from the environment; of several, the first signs.`,
  )
}

/** The first secret signs. */
export function signCursor(values: CursorValues, use: CursorUse): string {
  const payload = Buffer.from(JSON.stringify(values)).toString('base64url')
  return `${version}.${payload}.${signature(payload, use.secrets[0] as Secret, use).toString('base64url')}`
}

/** @throws RuntimeError `forged` on a cursor that was not made with one of the secrets for this use. */
export function readCursor(cursor: string, use: CursorUse): CursorValues {
  if (typeof cursor !== 'string' || cursor.length > mostCursorLength) throw forged()
  const [given, payload, signed, more] = cursor.split('.')
  if (given !== version || payload === undefined || signed === undefined || more !== undefined) throw forged()
  const claimed = Buffer.from(signed, 'base64url')
  const isOurs = use.secrets.some((secret) => {
    const expected = signature(payload, secret, use)
    return claimed.length === expected.length && timingSafeEqual(claimed, expected)
  })
  if (!isOurs) throw forged()
  return JSON.parse(Buffer.from(payload, 'base64url').toString())
}

function signature(payload: string, secret: Secret, { text, terms, boundTo }: CursorUse): Buffer {
  const use = createHash('sha256')
    .update(JSON.stringify([text, terms.map(({ column, direction, nulls }) => [column, direction, nulls])]))
    .digest('base64')
  // As JSON no part can be taken for the next one's beginning.
  return createHmac('sha256', secret)
    .update(JSON.stringify(['pgwright cursor', version, use, boundTo ?? null, payload]))
    .digest()
}

function forged(): RuntimeError {
  return new RuntimeError(
    'forged',
    'The cursor was not made by this application for this query.',
    'Answer as to any bad request (400), or begin with the first page. After a change of the query, order or secret, ' +
      'older cursors are void.',
  )
}
