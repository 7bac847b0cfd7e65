export type { RequestScopeOptions, TokenCarrier } from './request-scope.ts'
export { type SlowLogOptions, type SlowStatement, slowLine, slowLog } from './slow-log.ts'
