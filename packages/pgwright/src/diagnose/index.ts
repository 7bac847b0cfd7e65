export type { Check } from './check.ts'
export { type Inspection, inspect } from './inspect.ts'
export { checks } from './registry.ts'
export { findCheck, selectChecks } from './selection.ts'
