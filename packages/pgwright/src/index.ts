export type * from './demo/system.ts'
export * from './model/index.ts'
