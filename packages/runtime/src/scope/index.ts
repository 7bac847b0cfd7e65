export { currentScope, type Scope, scopeValue, withScope } from './scope.ts'
