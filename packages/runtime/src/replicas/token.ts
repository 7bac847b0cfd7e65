import { createHmac, timingSafeEqual } from 'node:crypto'
import { RuntimeError } from '../error.ts'
import type { Lsn } from './lsn.ts'

/** Where a write ends: in which cluster, on which timeline, up to which byte. */
export interface Position {
  /** Of `pg_control_system()`; 0 where it is not known. */
  readonly systemId: bigint
  readonly timeline: number
  /** 0 where it is not known, which only the primary satisfies. */
  readonly lsn: Lsn
}

/** Name of the cookie or header that carries a token. */
export const tokenName = 'pgw_lsn'

const version = 1
const bodyBytes = 21
const signatureBytes = 16

export interface TokenCodec {
  encode(position: Position): string
  /** @throws RuntimeError `forged` */
  decode(token: string): Position
}

/** @param keys the first signs; all are taken, so that one can be replaced while tokens of the old one are about */
export function tokenCodec(keys: readonly (string | Uint8Array)[]): TokenCodec {
  const [signing] = keys
  if (signing === undefined || keys.some((key) => Buffer.byteLength(key) < 16))
    throw new RuntimeError(
      'usage',
      'Tokens need a key of at least 16 bytes.',
      'Give the same random secret to every process of the application.',
    )
  return {
    encode: (position) => {
      const body = bodyOf(position)
      return Buffer.concat([body, signature(signing, body)]).toString('base64url')
    },
    decode: (token) => {
      const bytes = typeof token === 'string' && token.length < 100 ? Buffer.from(token, 'base64url') : Buffer.alloc(0)
      const body = bytes.subarray(0, bodyBytes)
      const given = bytes.subarray(bodyBytes)
      // Also what decodes to the same bytes but is written in another way.
      const sound = bytes.length === bodyBytes + signatureBytes && bytes.toString('base64url') === token
      if (!sound || body[0] !== version || !keys.some((key) => timingSafeEqual(signature(key, body), given)))
        throw forged()
      return { systemId: body.readBigUInt64BE(1), timeline: body.readUInt32BE(9), lsn: body.readBigUInt64BE(13) }
    },
  }
}

/** What satisfies both: of a later timeline or, on the same one, the later. Of two clusters the second's. */
export function laterOf(first: Position | undefined, second: Position | undefined): Position | undefined {
  if (first === undefined || second === undefined) return first ?? second
  if (first.systemId !== second.systemId) return { ...second, lsn: 0n }
  if (first.lsn === 0n || second.lsn === 0n) return { ...second, lsn: 0n }
  if (first.timeline !== second.timeline) return first.timeline > second.timeline ? first : second
  return first.lsn > second.lsn ? first : second
}

function bodyOf({ systemId, timeline, lsn }: Position): Buffer {
  const body = Buffer.alloc(bodyBytes)
  body[0] = version
  body.writeBigUInt64BE(systemId, 1)
  body.writeUInt32BE(timeline, 9)
  body.writeBigUInt64BE(lsn, 13)
  return body
}

function signature(key: string | Uint8Array, body: Uint8Array): Buffer {
  return createHmac('sha256', key).update(tokenName).update(body).digest().subarray(0, signatureBytes)
}

function forged(): RuntimeError {
  return new RuntimeError(
    'forged',
    'The token of a write is not one that this application made.',
    'Take no notice of it and read from the primary, or refuse the request.',
  )
}
