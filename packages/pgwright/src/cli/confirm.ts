import { createInterface } from 'node:readline/promises'
import { PgwrightError } from '../model/index.ts'

/**
 * Asks before anything is written.
 *
 * @throws PgwrightError `usage` where nobody can be asked, `cancelled` where the answer is not yes
 */
export async function confirm(question: string, yes: boolean): Promise<void> {
  if (yes) return
  if (process.stdin.isTTY !== true || process.stderr.isTTY !== true) {
    throw new PgwrightError(
      'usage',
      'This changes a database, and nobody is there to be asked.',
      'Say --yes, or look first with --dry-run.',
    )
  }
  const prompt = createInterface({ input: process.stdin, output: process.stderr })
  const answer = await prompt.question(`${question} [y/N] `).finally(() => prompt.close())
  if (!/^y(es)?$/i.test(answer.trim())) throw new PgwrightError('cancelled', 'Nothing was changed.', 'Say y to go on.')
}
