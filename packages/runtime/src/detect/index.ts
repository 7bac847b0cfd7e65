export type { RuntimeCheck, RuntimeFinding } from './finding.ts'
export { type DetectOptions, findingsOf } from './findings.ts'
export { type Verification, verifyFix } from './fix/verify.ts'
export { type Series, usualLimits, Watch, type WatchLimits, watchProgram, watchScope } from './watch.ts'
