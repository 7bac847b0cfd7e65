export { advise } from './advise.ts'
export { type IndexKind, indexKinds } from './candidates/kinds.ts'
export type { Sampler } from './expressions.ts'
export type { WeightBy } from './weights.ts'
