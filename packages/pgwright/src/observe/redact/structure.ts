import type { Snapshot } from '../../model/index.ts'

/** What a type's values consist of, down to the single values that get stand-ins. */
export type Structure =
  | { readonly kind: 'leaf'; readonly type: string; readonly collation: string }
  | { readonly kind: 'array' | 'range' | 'multirange'; readonly of: Structure }
  /** An enum's labels and the two booleans are part of the schema and tell nothing of the data. */
  | { readonly kind: 'schema' }

/** Tells the structure of types, `type` being as `format_type` writes it, and `collation` a name. */
export function structures({ types }: Snapshot): (type: string, collation: string) => Structure {
  const definitions = types.map(({ definition }) => definition)
  const enums = new Set(definitions.flatMap((text) => /^create type (.+?) as enum \(/s.exec(text)?.[1] ?? []))
  const domains = new Map(definitions.flatMap((text) => pair(domainBase.exec(text))))
  const ranges = new Map([...builtInRanges, ...definitions.flatMap((text) => pair(rangeSubtype.exec(text)))])
  const multiranges = new Map([
    ...builtInMultiranges,
    ...definitions.flatMap((text) => {
      const [, range, multirange] = rangeMultirange.exec(text) ?? []
      return range === undefined || multirange === undefined ? [] : [[multirange, range] as const]
    }),
  ])
  const structureOf = (type: string, collation: string, depth: number): Structure => {
    // A snapshot that was tampered with can have a domain over itself.
    const inner = (other: string) => structureOf(other, collation, depth + 1)
    const [base, subtype, range] = [domains.get(type), ranges.get(type), multiranges.get(type)]
    if (type === 'boolean' || enums.has(type)) return { kind: 'schema' }
    if (depth > 20) return { kind: 'leaf', type: '', collation }
    if (base !== undefined) return inner(base)
    if (type.endsWith('[]')) return { kind: 'array', of: inner(type.slice(0, -2)) }
    if (subtype !== undefined) return { kind: 'range', of: inner(subtype) }
    if (range !== undefined) return { kind: 'multirange', of: inner(range) }
    return { kind: 'leaf', type, collation }
  }
  return (type, collation) => structureOf(type, collation, 0)
}

const domainBase = /^create domain (.+?) as (.+?)(?= collate | default | not null| constraint |$)/s
const rangeSubtype = /^create type (.+?) as range \(subtype = (.+?), subtype_opclass/s
const rangeMultirange = /^create type (.+?) as range \(.*multirange_type_name = ([^)]+)\)/s

function pair(match: RegExpExecArray | null): [string, string][] {
  return match?.[1] === undefined || match[2] === undefined ? [] : [[match[1], match[2]]]
}

const builtInRanges: readonly (readonly [string, string])[] = [
  ['int4range', 'integer'],
  ['int8range', 'bigint'],
  ['numrange', 'numeric'],
  ['daterange', 'date'],
  ['tsrange', 'timestamp without time zone'],
  ['tstzrange', 'timestamp with time zone'],
]
const builtInMultiranges = builtInRanges.map(([range]) => [range.replace('range', 'multirange'), range] as const)

/** A single value's stand-in; null where it has none. */
export type Replace = (leaf: Extract<Structure, { kind: 'leaf' }>, value: string) => string | null

/** A value as text with every single value in it replaced; null where one could not be, or it can't be read. */
export function replaceIn(structure: Structure, value: string, replace: Replace): string | null {
  switch (structure.kind) {
    case 'schema':
      return value
    case 'leaf':
      return replace(structure, value)
    case 'array':
      return replaceInArray(structure.of, value, replace)
    case 'range':
      return replaceInRange(structure.of, value, replace)
    case 'multirange':
      return replaceInMultirange(structure.of, value, replace)
    default:
      return structure satisfies never
  }
}

/** Arrays of one dimension that begins at 1, which may hold nulls. */
function replaceInArray(of: Structure, value: string, replace: Replace): string | null {
  if (!/^\{.*\}$/s.test(value)) return null
  const elements: string[] = []
  for (const [, quoted, plain] of value.slice(1, -1).matchAll(/"((?:[^"\\]|\\.)*)"|([^,]+)/gs)) {
    if (plain?.startsWith('{')) return null
    const replaced =
      plain === 'NULL' ? 'NULL' : replaceIn(of, quoted?.replaceAll(/\\(.)/gs, '$1') ?? plain ?? '', replace)
    if (replaced === null) return null
    elements.push(plain === 'NULL' ? replaced : `"${replaced.replaceAll(/["\\]/g, '\\$&')}"`)
  }
  return `{${elements.join(',')}}`
}

const bound = String.raw`(?:"((?:[^"\\]|\\.|"")*)"|([^",()[\]]*))`
const wholeRange = new RegExp(String.raw`^([[(])${bound},${bound}([\])])$`, 's')
const eachRange = new RegExp(String.raw`[[(]${bound},${bound}[\])]`, 'gs')

function replaceInRange(of: Structure, value: string, replace: Replace): string | null {
  if (value === 'empty') return value
  const [, opening, quotedLower, lower, quotedUpper, upper, closing] = wholeRange.exec(value) ?? []
  if (opening === undefined || closing === undefined) return null
  const bounds = [quotedLower ?? lower ?? '', quotedUpper ?? upper ?? ''].map((text) => {
    const plain = text.replaceAll(/\\(.)|""/gs, (pair, character: string | undefined) => character ?? pair.slice(1))
    // No bound at all is an open end.
    return text === '' ? '' : replaceIn(of, plain, replace)
  })
  if (bounds.includes(null)) return null
  const written = bounds.map((text) => (text === '' ? '' : `"${text?.replaceAll(/["\\]/g, '\\$&')}"`))
  return `${opening}${written.join(',')}${closing}`
}

function replaceInMultirange(of: Structure, value: string, replace: Replace): string | null {
  const ranges = [...value.matchAll(eachRange)].map(([range]) => replaceIn(of, range, replace))
  return ranges.includes(null) || !/^\{.*\}$/s.test(value) ? null : `{${ranges.join(',')}}`
}
