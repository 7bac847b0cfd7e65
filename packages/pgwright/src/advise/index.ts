export { advise } from './advise.ts'
export type { WeightBy } from './weights.ts'
