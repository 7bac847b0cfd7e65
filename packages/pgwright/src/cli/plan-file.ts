import { PgwrightError, type Plan, planSchema } from '../model/index.ts'
import { readText } from './source.ts'

/** @throws PgwrightError `usage` where the file can't be read, `bad-file` where it is no plan, or one of another version */
export async function readPlan(file: string): Promise<Plan> {
  const text = await readText(file)
  const parsed = planSchema.safeParse(parseJson(text, file))
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const where = issue === undefined || issue.path.length === 0 ? 'its top' : issue.path.join('.')
  throw new PgwrightError(
    'bad-file',
    `The file ${file} is not a plan that this version of pgwright reads: something is wrong at ${where}.`,
    'Write the plan anew with: pgwright advise <url> --out plan.json',
  )
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    const hint = 'Write the plan anew with: pgwright advise <url> --out plan.json'
    throw new PgwrightError('bad-file', `The file ${file} is not JSON; it may be truncated.`, hint, { cause })
  }
}
