import type { ErrorForm } from './error-form.ts'

/** What can be said without the tree, by SQLSTATE. */
const hints: Readonly<Record<string, string>> = {
  '22P02': 'Correct the constant, which is no value of its type.',
  '23502': 'Give the column a value: the migration writes a null where none may be.',
  '23503': 'See that the row that is referred to is written first; rows of the source are not in this copy.',
  '23505': 'The migration itself writes the same key twice.',
  '23514': 'Correct the row, which breaks a CHECK.',
  '25P01': 'Put it between BEGIN and COMMIT.',
  '42501': 'It needs rights that the owner of the tables does not have: it may run as whoever runs it there.',
  '42809': 'The object is of another kind than the statement says.',
  '42P02': 'Write the values into the file: a migration has no parameters.',
  '42P10': 'ON CONFLICT needs a unique index over exactly the columns that it names.',
  '42P16':
    'The table can’t be so: look for a second primary key, or a view that is replaced by one with other columns.',
  '55006': 'Something in the same session still uses the table: end the transaction first.',
  '55P04': 'Use the new value of the enum in a later transaction than the one that adds it.',
  '57014': 'It took longer here than a statement may, on an empty copy: it waits for something, or loops.',
}

export const otherRefusals: ErrorForm = {
  codes: Object.keys(hints),
  explain({ refusal }) {
    const hint = hints[refusal?.code ?? '']
    return hint === undefined ? null : { hint }
  },
}

/** `update … set a = 1, a = 2`. */
export const assignedTwice: ErrorForm = {
  codes: ['42601'],
  explain({ tree, sql }) {
    if (/^\s*\\/.test(sql))
      return { hint: 'It is a command of psql and no SQL: run the file with psql, or write it as SQL.' }
    if (tree === null || !('UpdateStmt' in tree)) return null
    return { hint: 'Assign each column once.' }
  },
}
