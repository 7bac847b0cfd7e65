import { type Gap, printable } from '../model/index.ts'
import type { Colors } from './colors.ts'

/** What was not seen or not carried, with its reason and effect; nothing where there is nothing. */
export function gapLines(gaps: readonly Gap[], colors: Colors): string[] {
  if (gaps.length === 0) return []
  return [
    colors.strong('Not seen'),
    ...gaps.map(({ object, reason, effect }) => `  ${printable(object)}: ${printable(reason)}; ${printable(effect)}`),
    '',
  ]
}
