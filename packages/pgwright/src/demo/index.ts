export { runDemo } from './demo.ts'
export type { Scale, System } from './system.ts'
