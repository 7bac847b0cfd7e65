export {
  type DetectOptions,
  detectInRequests,
  findingLine,
  findingsOf,
  type InRequests,
  type InRequestsOptions,
  type RuntimeCheck,
  type RuntimeFinding,
  type Verification,
  verifyFix,
  type Watch,
  type WatchLimits,
  watchProgram,
  watchScope,
} from './detect/index.ts'
export { RuntimeError, type RuntimeErrorCode } from './error.ts'
export { allow, type Observer, observe, type Site, type Statement } from './events/index.ts'
export { currentScope, type Scope, withScope } from './scope/index.ts'
