/** The Monday on which the product's story stands still: "now" for every call, passed as a parameter. */
export const anchor = '2025-02-17T00:00:00.000Z'

/** What is asked for as "the last 30 days". */
export interface Window {
  readonly from: string
  readonly before: string
}

export const lastThirtyDays: Window = { from: daysBefore(30), before: anchor }

/** Months of the activity logs: the first that has any, and the one after the three that were made ahead. */
export const activityMonths = { from: '2023-11-01', before: '2025-06-01' } as const

/** When something is written: within the hour after the anchor, so that no clock has a say. */
export function momentAfterAnchor(second: number): string {
  return new Date(Date.parse(anchor) + second * 1000).toISOString()
}

function daysBefore(days: number): string {
  return new Date(Date.parse(anchor) - days * 86_400_000).toISOString()
}
