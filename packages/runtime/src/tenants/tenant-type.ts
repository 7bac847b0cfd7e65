import { RuntimeError } from '../error.ts'

/** As the database holds it. Anything else: `text`, with a cast in the policy. */
export type TenantType = 'uuid' | 'text' | 'smallint' | 'integer' | 'bigint'

/** Numbers only where they are safe integers; no other object is taken for its text. */
export type TenantId = string | number | bigint

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const bits = { smallint: 15n, integer: 31n, bigint: 63n } as const

/**
 * The one text by which a tenant is known, so that two ways to write one tenant are never two.
 *
 * @throws RuntimeError `no-tenant` for null, undefined and empty text; `usage` for what is not of the type
 */
export function tenantText(id: unknown, type: TenantType): string {
  if (id === null || id === undefined || (typeof id === 'string' && id.trim() === '')) throw noTenant()
  if (type === 'uuid') return uuidText(id)
  if (type === 'text') return plainText(id)
  return integerText(id, type)
}

export function noTenant(): RuntimeError {
  return new RuntimeError(
    'no-tenant',
    'No tenant is set, so nothing was sent.',
    'Give the tenant’s id, or set it for the request with `assign`.',
  )
}

function uuidText(id: unknown): string {
  if (typeof id === 'string' && uuid.test(id)) return id.toLowerCase()
  throw wrongType('uuid')
}

function plainText(id: unknown): string {
  // Lone surrogates all become the same bytes, and PostgreSQL's text holds no zero byte.
  if (typeof id === 'string' && !/\p{Surrogate}|\0/u.test(id)) return id
  throw wrongType('text')
}

function integerText(id: unknown, type: keyof typeof bits): string {
  const value = integerOf(id)
  const limit = 1n << bits[type]
  if (value === null || value >= limit || value < -limit) throw wrongType(type)
  return value.toString()
}

function integerOf(id: unknown): bigint | null {
  if (typeof id === 'bigint') return id
  if (typeof id === 'number') return Number.isSafeInteger(id) ? BigInt(id) : null
  return typeof id === 'string' && /^-?\d{1,19}$/.test(id) ? BigInt(id) : null
}

function wrongType(type: TenantType): RuntimeError {
  return new RuntimeError(
    'usage',
    `The tenant’s id is not of type ${type}, so nothing was sent.`,
    'Check where the id comes from, and the option `type`.',
  )
}
