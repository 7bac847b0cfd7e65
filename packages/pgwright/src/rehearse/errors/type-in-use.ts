import { alters } from '../facts/alterations.ts'
import type { ErrorForm } from './error-form.ts'

/** A view, a policy, a trigger or the like was made for the type that the column has. */
export const typeInUse: ErrorForm = {
  codes: ['0A000'],
  explain({ tree, refusal }) {
    if (!alters(tree, 'AT_AlterColumnType')) return null
    const what = refusal?.detail ? ` (${refusal.detail})` : ''
    return { hint: `Drop what uses the column first${what}, and make it again afterwards, in one transaction.` }
  },
}
