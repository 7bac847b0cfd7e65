/**
 * Empties the lines of a text that are not in a section that is wanted, so that the others keep their numbers.
 *
 * @param wanted asked for each line: true or false from this line on, null where it begins no section
 * @param first whether what stands before the first section is wanted
 */
export function sectionsOf(text: string, wanted: (line: string) => boolean | null, first: boolean): string {
  let inside = first
  return text
    .split('\n')
    .map((line) => {
      inside = wanted(line) ?? inside
      return inside ? line : ''
    })
    .join('\n')
}
