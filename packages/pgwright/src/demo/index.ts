export { type Demo, type DemoOptions, runDemo } from './demo.ts'
export type { DemoProgress } from './stand.ts'
export type { Scale, System } from './system.ts'
