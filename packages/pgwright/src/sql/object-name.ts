import type { DatabaseObject } from '../model/index.ts'
import { quoteIdentifier } from './quote.ts'

/** An object as people are told of it: `the trigger "count" of "public"."clients"`. */
export function objectName({ type, names }: DatabaseObject): string {
  const [own, of] = [quoteIdentifier(names.at(-1) ?? ''), quoted(names.slice(0, -1))]
  switch (type) {
    case 'table column':
    case 'table constraint':
    case 'trigger':
    case 'policy':
      return `the ${type.replace('table ', '')} ${own} of ${of}`
    case 'extension':
    case 'function':
    case 'view':
    case 'materialized view':
      return `the ${type} ${quoted(names)}`
    case 'statistics object':
      return `the statistics ${quoted(names)}`
    default:
      return type satisfies never
  }
}

/** The statement that takes an object away. Not with `cascade`: what others have built on it is not ours to drop. */
export function dropObjectSql({ type, names }: DatabaseObject): string {
  const [own, of] = [quoteIdentifier(names.at(-1) ?? ''), quoted(names.slice(0, -1))]
  switch (type) {
    case 'table column':
      return `alter table ${of} drop column ${own}`
    case 'table constraint':
      return `alter table ${of} drop constraint ${own}`
    case 'trigger':
    case 'policy':
      return `drop ${type} ${own} on ${of}`
    case 'function':
      return `drop function ${quoted(names)}()`
    case 'extension':
    case 'view':
    case 'materialized view':
      return `drop ${type} ${quoted(names)}`
    case 'statistics object':
      return `drop statistics ${quoted(names)}`
    default:
      return type satisfies never
  }
}

function quoted(names: readonly string[]): string {
  return names.map(quoteIdentifier).join('.')
}
