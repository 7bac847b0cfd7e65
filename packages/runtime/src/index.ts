export { RuntimeError, type RuntimeErrorCode } from './error.ts'
export { currentScope, type Scope, withScope } from './scope/index.ts'
