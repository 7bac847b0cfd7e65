import { RuntimeError } from '../error.ts'

export const maxTagLength = 512

/**
 * With what else drops an entry: `orders:7` also goes with `orders:*`, which is all of the table, and so does `orders`.
 *
 * @throws RuntimeError `usage` for what is no tag
 */
export function expandTags(tags: readonly string[], tenant: string | null): readonly string[] {
  const all = new Set<string>()
  if (tenant !== null) all.add(tenantTag(tenant))
  for (const tag of tags) {
    checkTag(tag)
    all.add(tag)
    all.add(wholeTag(tag))
  }
  return [...all]
}

/** All of a tenant's entries have it. */
function tenantTag(tenant: string): string {
  return `tenant:${tenant}`
}

/** Of a table and its rows together. */
function wholeTag(tag: string): string {
  const colon = tag.indexOf(':')
  return `${colon === -1 ? tag : tag.slice(0, colon)}:*`
}

/** @throws RuntimeError `usage` */
export function checkTags(tags: readonly string[]): readonly string[] {
  for (const tag of tags) checkTag(tag)
  return [...new Set(tags)]
}

function checkTag(tag: string): void {
  if (typeof tag === 'string' && tag !== '' && tag.length <= maxTagLength) return
  throw new RuntimeError(
    'usage',
    `A tag must be a text of 1 to ${maxTagLength} characters.`,
    'Name it by table, row or tenant: orders, orders:7, tenant:3.',
  )
}
