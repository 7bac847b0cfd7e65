export { prove } from './prove.ts'
