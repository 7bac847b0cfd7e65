import type { Site, Statement } from '../events/index.ts'

/** The one that most of those have that were looked for. */
export function siteOf(statements: readonly Statement[]): Site | null {
  const counts = new Map<string, { readonly site: Site; times: number }>()
  for (const { site } of statements) {
    if (site === null) continue
    const key = `${site.file}:${site.line}:${site.column}`
    const found = counts.get(key)
    if (found === undefined) counts.set(key, { site, times: 1 })
    else found.times++
  }
  return [...counts.values()].sort((a, b) => b.times - a.times)[0]?.site ?? null
}

/** As the application saw it: side by side counts once for each. */
export function totalMs(statements: readonly Statement[]): number {
  return statements.reduce((sum, { startedAt, endedAt }) => sum + (endedAt === null ? 0 : endedAt - startedAt), 0)
}
