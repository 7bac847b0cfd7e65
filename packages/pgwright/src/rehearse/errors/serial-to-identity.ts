import { alters } from '../facts/alterations.ts'
import type { ErrorForm } from './error-form.ts'

/** `add generated … as identity` of a column that takes its values from a sequence already. */
export const serialToIdentity: ErrorForm = {
  codes: ['55000'],
  explain({ tree }) {
    if (!alters(tree, 'AT_AddIdentity')) return null
    return {
      hint: 'Drop the default first, in the same transaction; then set the new sequence past the largest value with setval, and drop the old one.',
    }
  },
}
