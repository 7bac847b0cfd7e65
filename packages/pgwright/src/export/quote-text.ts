import { printable } from '../model/index.ts'

/** A text between dollars that nothing in it can end. */
export function dollarQuoted(text: string): string {
  for (let i = 0; ; i++) {
    const tag = i === 0 ? '$pgwright$' : `$pgwright${i}$`
    // What the text ends with can begin the tag.
    if (`${text}${tag}`.indexOf(tag) === text.length) return `${tag}${text}${tag}`
  }
}

/** A template literal of JavaScript and TypeScript that is exactly this text. A carriage return in one would be lost. */
export function javascriptText(text: string): string {
  return `\`${text.replaceAll(/[\\`]|\$(?=\{)/g, '\\$&').replaceAll('\r', '\\r')}\``
}

/** A string of Python that is exactly this text. */
export function pythonText(text: string): string {
  const escaped = text.replaceAll('\\', '\\\\').replaceAll('\r', '\\r')
  return `"""${escaped.replaceAll(/"""|"$/g, (quotes) => quotes.replaceAll('"', '\\"'))}"""`
}

/** For a comment: what ends a line in any of the tools' languages is gone. */
export function oneLine(text: string): string {
  return printable(text).replaceAll(/[\u2028\u2029]/g, ' ')
}

/** Letters a to z, digits and single underscores, 50 at most. */
export function slugOf(text: string): string {
  const words = text.toLowerCase().split(/[^a-z0-9]+/)
  return words
    .filter((word) => word !== '')
    .join('_')
    .slice(0, 50)
    .replace(/_$/, '')
}
