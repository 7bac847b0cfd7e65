export type { ReadTransaction, ReadWork } from './read.ts'
export type { ReplicaState } from './replica.ts'
export {
  createReplicas,
  type ReadOptions,
  type ReplicaStatus,
  type Replicas,
  type ReplicasOptions,
} from './replicas.ts'
export { tokenName } from './token.ts'
