/** What a comment before a statement says of it: `-- pgwright: ignore rule-id, another because of this`. */
export interface Suppression {
  readonly rules: readonly string[]
  /** `''` where none is given. */
  readonly reason: string
}

const mark = /--\s*pgwright:\s*ignore\s+([a-z0-9-]+(?:\s*,\s*[a-z0-9-]+)*)[ \t]*([^\n]*)/gi

export function suppressionsOf(comments: string): Suppression[] {
  return [...comments.matchAll(mark)].map(([, rules = '', reason = '']) => ({
    rules: rules.split(',').map((rule) => rule.trim().toLowerCase()),
    reason: reason.trim(),
  }))
}
