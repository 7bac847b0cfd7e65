export * from './parser.ts'
export * from './quote.ts'
