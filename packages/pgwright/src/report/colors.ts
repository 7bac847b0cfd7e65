import picocolors from 'picocolors'

/** Colours that mean something; all of them nothing where output is no terminal or `--no-color` is given. */
export interface Colors {
  readonly good: (text: string) => string
  readonly bad: (text: string) => string
  readonly dim: (text: string) => string
  readonly strong: (text: string) => string
}

export function createColors(enabled: boolean): Colors {
  const { green, red, dim, bold } = picocolors.createColors(enabled)
  return { good: green, bad: red, dim, strong: bold }
}
