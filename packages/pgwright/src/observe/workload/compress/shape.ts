import { compare } from './compare.ts'

/** A literal or a parameter of a statement, or the values of a list. */
export interface ShapeValue {
  /** The same for the same value, or list of values; null for a parameter. */
  readonly literal: string | null
  /** Where the literals stand, in bytes. */
  readonly locations: readonly number[]
}

/** What a part of a statement asks for, whatever its names and values are, and its values in the order of `text`. */
export interface Shape {
  readonly text: string
  readonly values: readonly ShapeValue[]
}

export const nothing: Shape = { text: '', values: [] }

export function word(text: string): Shape {
  return { text, values: [] }
}

/** `name(part,part)` */
export function call(name: string, parts: readonly Shape[]): Shape {
  return { text: `${name}(${parts.map(({ text }) => text).join(',')})`, values: parts.flatMap(({ values }) => values) }
}

/** Parts whose order means nothing, each once. */
export function unordered(parts: readonly Shape[]): Shape[] {
  return [...parts].sort((a, b) => compare(a.text, b.text) || compare(literals(a), literals(b)))
}

/** Parts whose number means nothing either: those that are alike become one, with the values of all. */
export function distinct(parts: readonly Shape[]): Shape[] {
  const byText = new Map<string, Shape>()
  for (const part of unordered(parts)) {
    const first = byText.get(part.text)
    byText.set(part.text, first === undefined ? part : { ...first, values: listed([first.values, part.values]) })
  }
  return [...byText.values()]
}

/** Values that stand at the same places of parts that are alike. */
export function listed(parts: readonly (readonly ShapeValue[])[]): ShapeValue[] {
  return (parts[0] ?? []).map((_, at) => {
    const values = parts.flatMap((part) => part[at] ?? [])
    const known = values.every(({ literal }) => literal !== null)
    return {
      literal: known ? values.map(({ literal }) => literal).join() : null,
      locations: values.flatMap(({ locations }) => locations),
    }
  })
}

function literals({ values }: Shape): string {
  return values.map(({ literal }) => literal ?? '').join('\0')
}
