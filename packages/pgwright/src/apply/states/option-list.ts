import { type Node, quoteIdentifier, quoteLiteral } from '../../sql/index.ts'

export type Options = Readonly<Record<string, string | null>>

/** The options of a `set (…)` or `reset (…)`, with their values as the catalog will have them; null for any other node. */
export function readOptionList(def: Node | undefined, isReset: boolean): [string, string | null][] | null {
  if (def === undefined || !('List' in def)) return null
  const read: [string, string | null][] = []
  for (const item of def.List.items ?? []) {
    if (!('DefElem' in item)) return null
    const { defnamespace, defname = '', arg } = item.DefElem
    const value = isReset ? null : arg === undefined ? 'true' : valueText(arg)
    if (!isReset && value === null) return null
    read.push([defnamespace === undefined ? defname : `${defnamespace}.${defname}`, value])
  }
  return read
}

/** Words that mean something to the parser, such as `off`, come as the name of a type. */
function valueText(arg: Node): string | null {
  if ('Integer' in arg) return String(arg.Integer.ival ?? 0)
  if ('Float' in arg) return arg.Float.fval ?? null
  if ('String' in arg) return arg.String.sval ?? ''
  const [name, ...others] = 'TypeName' in arg ? (arg.TypeName.names ?? []) : []
  return name !== undefined && others.length === 0 && 'String' in name ? (name.String.sval ?? '') : null
}

/** Whether each option is there once, with its value. */
export function areOptions(read: readonly (readonly [string, string | null])[], wanted: Options): boolean {
  const names = Object.keys(wanted)
  if (names.length === 0 || read.length !== names.length) return false
  return (
    new Set(read.map(([name]) => name)).size === names.length && read.every(([name, value]) => wanted[name] === value)
  )
}

/** `set (…)` and `reset (…)` for these, each after the words given. */
export function optionCommands(options: Options, before = ''): string[] {
  const entries = Object.entries(options)
  const set = entries.flatMap(([name, value]) => (value === null ? [] : [`${quoted(name)} = ${quoteLiteral(value)}`]))
  const reset = entries.flatMap(([name, value]) => (value === null ? [quoted(name)] : []))
  return [
    ...(set.length === 0 ? [] : [`${before}set (${set.join(', ')})`]),
    ...(reset.length === 0 ? [] : [`${before}reset (${reset.join(', ')})`]),
  ]
}

function quoted(name: string): string {
  return name.split('.').map(quoteIdentifier).join('.')
}

/** `reloptions` as they come from the catalog: `['fillfactor=70']`. */
export function optionsOf(texts: readonly string[] | null, prefix = ''): [string, string][] {
  return (texts ?? []).map((text) => {
    const at = text.indexOf('=')
    return [prefix + text.slice(0, at), text.slice(at + 1)]
  })
}

/** Of what is there, what these names have; null where one is not set. */
export function chosen(there: ReadonlyMap<string, string>, wanted: Options): Options {
  return Object.fromEntries(Object.keys(wanted).map((name) => [name, there.get(name) ?? null]))
}

export function isAlike(one: Options, other: Options): boolean {
  return Object.entries(one).every(([name, value]) => other[name] === value)
}
