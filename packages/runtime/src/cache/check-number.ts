import { RuntimeError } from '../error.ts'

/** @throws RuntimeError `usage` */
export function checkNumber(option: string, value: number): void {
  if (typeof value === 'number' && value >= 0) return
  throw new RuntimeError('usage', `${option} must be a number of 0 or more.`, 'Correct the option.')
}
