import { z } from 'zod'

const ofTable = { schema: z.string(), table: z.string() }
const ofColumn = { ...ofTable, column: z.string() }

/** States of what is there already, each brought about by one statement. Names are as the catalog has them. */
export const stateSchemas = [
  /** `VALIDATE CONSTRAINT`: every row is known to keep to it. */
  z.object({ kind: z.literal('constraint-valid'), ...ofTable, constraint: z.string() }),
  z.object({ kind: z.literal('column-not-null'), ...ofColumn }),
  z.object({ kind: z.literal('column-nullable'), ...ofColumn }),
] as const

const stateSchema = z.discriminatedUnion('kind', stateSchemas)

export type State = z.infer<typeof stateSchema>

const kinds: ReadonlySet<string> = new Set(stateSchemas.map(({ shape }) => shape.kind.value))

/** Whether what a step is to bring about is such a state. */
export function isState(ensure: { readonly kind: string }): ensure is State {
  return kinds.has(ensure.kind)
}
