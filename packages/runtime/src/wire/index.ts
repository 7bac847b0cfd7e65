export { type BatchAnswer, type BatchFailure, type OwnStatement, sendBatch } from './batch.ts'
export { isServerError, requireFit, transactionStatus } from './driver.ts'
export { hearErrors } from './listen.ts'
