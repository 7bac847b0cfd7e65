const comma = /^\s*,\s*((default|null|true|false)\s*,\s*)*$/i

/** The values of a statement at these places, those together that nothing but commas stands between. */
export function valueLists(pieces: readonly string[], places: Iterable<number>): number[][] {
  const lists: number[][] = []
  for (const at of places) {
    const list = comma.test(pieces[at] ?? '') ? lists.at(-1) : undefined
    if (list === undefined) lists.push([at])
    else list.push(at)
  }
  return lists
}
