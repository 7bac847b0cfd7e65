import { readFile } from 'node:fs/promises'
import type { Check } from './check.ts'

/** The sources lie in this room, the bundle beside it. */
const folder = import.meta.url.endsWith('.ts') ? './checks' : './diagnose/checks'

/** The page of a check, Markdown: what it says of itself, then its `docs.md`. */
export async function documentationOf(check: Check): Promise<string> {
  const { id, title, category, severity } = check
  const text = await readFile(new URL(`${folder}/${category}/${id}/docs.md`, import.meta.url), 'utf8')
  return `# ${title}\n\n\`${id}\` · ${category} · ${severity}${neededBy(check)}\n\n${text}`
}

function neededBy({ needs = {}, optional, reads }: Check): string {
  const { major, untilMajor, extension, right, primary, standby } = needs
  const parts = [
    ...(optional ? ['runs only where it is asked for'] : []),
    ...(major === undefined ? [] : [`PostgreSQL ${major} and later`]),
    ...(untilMajor === undefined ? [] : [`up to PostgreSQL ${untilMajor}`]),
    ...(extension === undefined ? [] : [`needs the extension ${extension}`]),
    ...(right === undefined ? [] : [`needs ${right}`]),
    ...(primary ? ['on a primary'] : []),
    ...(standby ? ['on a standby'] : []),
    ...(reads === 'plans' || reads === 'advice' ? ['looks at plans on the twin'] : []),
    ...(reads === 'catalog' ? ['also on a snapshot'] : []),
  ]
  return parts.map((part) => ` · ${part}`).join('')
}
