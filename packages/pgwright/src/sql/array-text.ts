/** Values of a one-dimensional array as PostgreSQL writes it; statistics hold no nulls. */
export function parseArrayText(text: string): string[] {
  return [...text.slice(1, -1).matchAll(element)].map(([, quoted, plain]) =>
    quoted === undefined ? (plain ?? '') : quoted.replace(/\\(.)/gs, '$1'),
  )
}

const element = /"((?:[^"\\]|\\.)*)"|([^,]+)/gs

export function formatArrayText(values: readonly string[]): string {
  return `{${values.map((value) => `"${value.replace(/["\\]/g, '\\$&')}"`).join(',')}}`
}
