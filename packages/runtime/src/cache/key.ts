import { createHash } from 'node:crypto'
import { RuntimeError } from '../error.ts'

/** Of a statement and its values: the same for the same, and never for others. */
export function queryKey(text: string, values: readonly unknown[]): string {
  let key = text
  for (const value of values) key += `\u0000${valueKey(value)}`
  return key
}

/** Each form begins with a letter of its own and tells its length, so that no value can pass for another. */
function valueKey(value: unknown): string {
  if (value === null || value === undefined) return 'n'
  if (typeof value === 'string') return `s${value.length}:${value}`
  if (typeof value === 'number' || typeof value === 'bigint') return `d${value}`
  if (typeof value === 'boolean') return value ? 't' : 'f'
  if (value instanceof Date) return `D${value.getTime()}`
  if (ArrayBuffer.isView(value)) {
    const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength)
    return `b${bytes.toString('base64')}`
  }
  if (Array.isArray(value)) return `a${value.length}[${value.map(valueKey).join(',')}]`
  if (typeof value === 'object') {
    // As `pg` sends it; what has `toPostgres` decides for itself, and can't be known here.
    if ('toPostgres' in value) throw unknownValue()
    const json = JSON.stringify(value)
    return `j${json.length}:${json}`
  }
  throw unknownValue()
}

function unknownValue(): RuntimeError {
  return new RuntimeError(
    'usage',
    'A parameter has a type that a key can not be made of.',
    'Pass text, numbers, dates, buffers, arrays or plain objects; or use `get` with a key of your own.',
  )
}

/** Where Redis keeps it: of a fixed length, whatever is in the key. */
export function redisKey(tenant: string | null, key: string): string {
  const hash = createHash('sha256')
  hash.update(tenant === null ? 'n' : `t${tenant.length}:${tenant}`)
  return hash.update(`\u0000${key}`).digest('base64url')
}
