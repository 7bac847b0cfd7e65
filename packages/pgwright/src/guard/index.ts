export { changedTables } from './changed-tables.ts'
export { judge } from './judge.ts'
export { changesToRevert } from './revert.ts'
export { watchWindow } from './window.ts'
