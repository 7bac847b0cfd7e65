/** Values that lie on a line, as whole numbers of their smallest unit: so they can be stretched without rounding. */
export interface Line {
  /** Null for what is not on the line: infinite, not a number, or written in a way that is not known. */
  read(text: string): bigint | null
  write(point: bigint): string
  /** Beyond these the type has no values. */
  readonly least: bigint
  readonly greatest: bigint
}

/** The line that a type's values lie on; null for a type whose values are not numbers or times. */
export function lineOf(type: string): Line | null {
  const name = type.replace(/\(.*?\)/, '')
  const integer = integerBytes[name]
  if (integer !== undefined) return integers(integer)
  if (name === 'numeric') return decimals(Number(/\(\d+,(\d+)\)/.exec(type)?.[1] ?? 6))
  if (name === 'real' || name === 'double precision') return decimals(6)
  if (name === 'date') return days
  return name === 'timestamp with time zone' || name === 'timestamp without time zone' ? moments(name) : null
}

/** Whether a type says when something happened. */
export function isTime(type: string): boolean {
  return /^(date|timestamp)\b/.test(type)
}

/** The moment, in milliseconds since 1970, that a point of a line of times is. */
export function pointMs(type: string, point: bigint): number {
  return type === 'date' ? Number(point) * dayMs : Number(point / 1000n)
}

const integerBytes: Readonly<Record<string, number>> = { smallint: 2, integer: 4, bigint: 8 }

function integers(bytes: number): Line {
  const half = 1n << BigInt(bytes * 8 - 1)
  const read = (text: string) => (/^-?\d+$/.test(text) ? BigInt(text) : null)
  return { read, write: String, least: -half, greatest: half - 1n }
}

/** Numbers of fixed scale; ends are far enough for any that is written without an exponent. */
function decimals(scale: number): Line {
  const unit = 10n ** BigInt(scale)
  const read = (text: string) => {
    const [, sign, whole, fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) ?? []
    if (whole === undefined) return null
    const size = BigInt(whole) * unit + BigInt(fraction.padEnd(scale, '0').slice(0, scale) || '0')
    return sign === '-' ? -size : size
  }
  const write = (point: bigint) => {
    const size = point < 0n ? -point : point
    const fraction = scale === 0 ? '' : `.${String(size % unit).padStart(scale, '0')}`
    return `${point < 0n ? '-' : ''}${size / unit}${fraction}`
  }
  return { read, write, least: -(10n ** 40n), greatest: 10n ** 40n }
}

const dayMs = 86_400_000
/** Years that are written with four digits, and no `BC`. */
const [firstMs, lastMs] = [Date.UTC(1, 0, 1) - 1900 * 365.2425 * dayMs, Date.UTC(9999, 11, 31)]

const days: Line = {
  read: (text) => (/^\d{4}-\d\d-\d\d$/.test(text) ? BigInt(Date.parse(text) / dayMs) : null),
  write: (point) => new Date(Number(point) * dayMs).toISOString().slice(0, 10),
  least: BigInt(Math.ceil(firstMs / dayMs)),
  greatest: BigInt(lastMs / dayMs),
}

/** In microseconds; a snapshot has times in UTC. */
function moments(type: string): Line {
  const suffix = type === 'timestamp with time zone' ? '+00' : ''
  const read = (text: string) => {
    const [, day, time, fraction = ''] = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d+))?(?:\+00)?$/.exec(text) ?? []
    if (day === undefined) return null
    return BigInt(Date.parse(`${day}T${time}Z`)) * 1000n + BigInt(fraction.padEnd(6, '0'))
  }
  const write = (point: bigint) => {
    const microseconds = ((point % 1_000_000n) + 1_000_000n) % 1_000_000n
    const seconds = new Date(Number((point - microseconds) / 1000n)).toISOString().slice(0, 19).replace('T', ' ')
    const fraction = microseconds === 0n ? '' : `.${String(microseconds).padStart(6, '0').replace(/0+$/, '')}`
    return `${seconds}${fraction}${suffix}`
  }
  return { read, write, least: BigInt(Math.ceil(firstMs)) * 1000n, greatest: BigInt(lastMs) * 1000n }
}
