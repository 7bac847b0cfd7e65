import type { Check } from './check.ts'
import type { Server } from './server.ts'

/** Why a check can't run here; null: it can. */
export function lacking(check: Check, server: Server): string | null {
  const { major, untilMajor, extension, extensionVersion, right, files, pools, primary, standby } = check.needs ?? {}
  if (server.offline && check.reads === 'server')
    return 'A snapshot does not hold what it reads: give the URL of the database.'
  if (pools && server.pools.length === 0)
    return 'No pools are declared: inspect.pools in pgwright.json says how many connections each application opens.'
  if (major !== undefined && server.major < major)
    return `PostgreSQL ${server.major} does not tell what it reads; ${major} and later do.`
  if (untilMajor !== undefined && server.major > untilMajor) return `It does not apply after PostgreSQL ${untilMajor}.`
  if (primary && server.inRecovery) return 'The server is a standby: inspect the primary for this.'
  if (standby && !server.inRecovery) return 'It applies to a standby, and this server is none.'
  if (extension !== undefined && !server.extensions.has(extension))
    return `The extension ${extension} is not in this database: create extension ${extension}.`
  const installed = extension === undefined ? undefined : server.extensions.get(extension)?.version
  if (installed !== undefined && extensionVersion !== undefined && isBefore(installed, extensionVersion))
    return `${extension} ${installed} does not tell what it reads; ${extensionVersion} does: alter extension ${extension} update.`
  if (right !== undefined && !has(right, server)) {
    return right === 'superuser'
      ? `Only a superuser may see it, and ${server.role} is none.`
      : `The role ${server.role} may not see it: grant pg_monitor to it.`
  }
  if (files && !server.readsFiles)
    return `The role ${server.role} may not read files of the server's machine; a superuser may, unless the server is managed.`
  return null
}

function has(right: string, { superuser, rights }: Server): boolean {
  return superuser || rights.has(right)
}

/** Whether a version such as `1.9` comes before another, such as `1.10`. */
export function isBefore(version: string, other: string): boolean {
  const [a, b] = [version, other].map((text) => text.split('.').map((part) => Number.parseInt(part, 10) || 0))
  for (const [at, number] of (b ?? []).entries()) {
    const own = a?.[at] ?? 0
    if (own !== number) return own < number
  }
  return false
}
