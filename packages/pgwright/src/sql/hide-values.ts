/**
 * Tokens of an expression as a plan prints it, which is mostly but not always SQL: quoted names, strings, words (with
 * the digits in them, and the numbers of sub-plans), parameters, numbers.
 */
const token =
  /"(?:[^"]|"")*"|[eExXbB]?'(?:[^']|'')*'|\b(?:SubPlan|InitPlan|CTE) \w+|[\p{L}_][\p{L}\p{N}_$]*|\$\d+|\d[\d.]*(?:[eE][-+]?\d+)?/gu

/** A plan's expression with `…` in place of every string and number: what a statement was asked with is nobody's business. */
export function hideValues(expression: string): string {
  return expression.replaceAll(token, (text) => (/^(?:[eExXbB]?'|\d)/.test(text) ? '…' : text))
}
