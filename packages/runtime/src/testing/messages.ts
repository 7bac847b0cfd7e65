import { relative } from 'node:path'
import type { RuntimeFinding } from '../detect/index.ts'
import type { Site } from '../events/index.ts'

/** As terminals link it: `src/authors.ts:12 in postsOf`. */
export function placeText({ file, line, functionName }: Site): string {
  const path = relative(process.cwd(), file)
  const shown = path.startsWith('..') ? file : path
  return `${shown}:${line}${functionName === null ? '' : ` in ${functionName}`}`
}

/** What to change, and why; no value of a row or parameter. */
export function findingText({ check, site, statement, message, from, source, fix, help }: RuntimeFinding): string {
  return [
    `  ${check} ${site === null ? '' : `at ${placeText(site)}`}`.trimEnd(),
    `    ${statement}`,
    `    ${message}`,
    ...(source === null ? [] : [`    values: ${from.join(', ')}, by: ${source}`]),
    ...(fix === null ? [`    fix: ${help}`] : ['    fix:', ...fix.sql.split('\n').map((line) => `      ${line}`)]),
  ].join('\n')
}
