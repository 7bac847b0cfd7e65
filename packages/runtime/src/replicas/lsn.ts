/** A place in the write-ahead log, in bytes. 0 where a server has none to tell (Aurora). */
export type Lsn = bigint

export function parseLsn(text: string | null | undefined): Lsn {
  const match = /^([0-9A-F]{1,8})\/([0-9A-F]{1,8})$/i.exec(text ?? '')
  return match === null ? 0n : (BigInt(`0x${match[1]}`) << 32n) | BigInt(`0x${match[2]}`)
}
