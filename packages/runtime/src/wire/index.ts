export { type BatchAnswer, type BatchFailure, sendBatch } from './batch.ts'
export { requireFit, transactionStatus } from './driver.ts'
export { hearErrors } from './listen.ts'
export type { OwnStatement } from './statement.ts'
