/** Trigrams of a text as pg_trgm finds them: of each word in lower case, two spaces before and one behind. */
export function trigrams(text: string): Set<string> {
  const found = new Set<string>()
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []) {
    const padded = [...`  ${word} `]
    for (let i = 0; i + 3 <= padded.length; i++) found.add(padded.slice(i, i + 3).join(''))
  }
  return found
}

/** Keys of `jsonb_ops`: every name, and every value by its text, each with a byte that says which (`jsonb_gin.c`). */
export function jsonKeys(text: string): Set<string> {
  const found = new Set<string>()
  const visit = (value: unknown, inArray: boolean): void => {
    if (Array.isArray(value)) for (const element of value) visit(element, true)
    else if (typeof value === 'object' && value !== null)
      for (const [name, member] of Object.entries(value)) {
        found.add(`K${name}`)
        visit(member, false)
      }
    // A text in an array is entered as a name is, so that the operator ? finds it.
    else found.add(`${inArray && typeof value === 'string' ? 'K' : 'V'}${value}`)
  }
  visit(parsed(text), false)
  return found
}

/** Keys of `jsonb_path_ops`: a hash for each value with the names that lead to it. */
export function jsonPaths(text: string): Set<string> {
  const found = new Set<string>()
  const visit = (value: unknown, path: string): void => {
    if (Array.isArray(value)) for (const element of value) visit(element, path)
    else if (typeof value === 'object' && value !== null)
      for (const [name, member] of Object.entries(value)) visit(member, `${path}/${name}`)
    else found.add(`${path}=${JSON.stringify(value)}`)
  }
  visit(parsed(text), '')
  return found
}

/** Null for a text that was cut or made up. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return null
  }
}
