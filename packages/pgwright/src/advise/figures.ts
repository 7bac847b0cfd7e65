const number = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })

/** Costs and counts as sentences tell them. */
export function figure(value: number): string {
  return number.format(value)
}

/** A share of 1. Less than a hundredth is told by one figure, so that it does not read as nothing. */
export function percent(share: number): string {
  return `${share < 0.01 ? +(100 * share).toPrecision(1) : figure(100 * share)} %`
}
