import type { TokenCarrier } from './token-carrier.ts'

const usualName = 'pgw_lsn'

/** The cookie's value as it was sent; null where there is none. */
export function cookieOf(header: string | undefined, name = usualName): string | null {
  for (const part of (header ?? '').split(';')) {
    const at = part.indexOf('=')
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim()
  }
  return null
}

/** A `Set-Cookie`. The value is base64url, which needs no quoting; anything else is left out of it. */
export function setCookie(
  { cookie = usualName, maxAgeSeconds = 60, secure = true }: TokenCarrier,
  value: string,
): string {
  const safe = value.replace(/[^\w.~-]/g, '')
  return `${cookie}=${safe}; Max-Age=${maxAgeSeconds}; Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`
}
