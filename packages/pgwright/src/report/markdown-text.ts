import { printable } from '../model/index.ts'

/** Of one line, and without what Markdown or HTML would take for markup. */
export function plainText(text: string): string {
  return printable(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll(/[\\`*_{}[\]()#+!|~@]/g, (character) => `\\${character}`)
}

/** As code in a table's cell, where even code ends at a bar. */
export function codeText(text: string): string {
  return `<code>${plainText(text.replaceAll(/\s+/g, ' '))}</code>`
}
