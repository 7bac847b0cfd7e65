export * from './condition.ts'
export * from './parameters.ts'
export * from './parser.ts'
export * from './quote.ts'
