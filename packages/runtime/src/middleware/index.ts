export type { RequestScopeOptions } from './request-scope.ts'
export { type SlowLogOptions, type SlowStatement, slowLine, slowLog } from './slow-log.ts'
export type { TokenCarrier } from './token-carrier.ts'
