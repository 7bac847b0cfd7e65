/** PostgreSQL cuts longer names (`NAMEDATALEN`). */
const mostBytes = 63

/**
 * `base_suffix`, the base cut where both are too long, and numbered where the name is taken. Adds it to `taken`.
 */
export function freshName(base: string, suffix: string, taken: Set<string>): string {
  for (let attempt = 1; ; attempt++) {
    const end = `_${suffix}${attempt === 1 ? '' : `_${attempt}`}`
    const name = cut(base, mostBytes - Buffer.byteLength(end)) + end
    if (taken.has(name)) continue
    taken.add(name)
    return name
  }
}

/** Whole characters only. */
function cut(text: string, bytes: number): string {
  let kept = ''
  for (const character of text) {
    if (Buffer.byteLength(kept + character) > bytes) break
    kept += character
  }
  return kept
}
