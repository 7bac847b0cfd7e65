export { type Advice, type AdviseOptions, advise } from './advise.ts'
