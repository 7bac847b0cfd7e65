export { parameterized, type Shape, shapeOf } from './shape.ts'
export { type Slot, slotsOf } from './slots.ts'
export { type Token, tokensOf } from './tokens.ts'
