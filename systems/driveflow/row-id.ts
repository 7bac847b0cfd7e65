import { createHash } from 'node:crypto'

/** The uuid of the row with a number, as `build.uuid` makes it. */
export function rowId(kind: string, number: number): string {
  return md5(`${kind} ${number}`).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

/** A key of the payment provider, as `build.token` makes it. */
export function token(kind: string, number: number): string {
  return `${kind}_1${number.toString(16).padStart(8, '0')}${md5(`${kind} ${number}`).slice(0, 15)}`
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex')
}
