import { InvalidArgumentError } from 'commander'

/** A parser for an option that is a whole number between two others. */
export function wholeNumber(from: number, to: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (/^\d+$/.test(text) && value >= from && value <= to) return value
    throw new InvalidArgumentError(`Give a whole number from ${from} to ${to}.`)
  }
}

/** A percentage, as a share of 1. */
export function percentage(from = 0, to = 100): (text: string) => number {
  return (text) => {
    const figure = text.replace(/%\s*$/, '').trim()
    const value = Number(figure)
    if (figure !== '' && value >= from && value <= to) return value / 100
    throw new InvalidArgumentError(`Give a percentage from ${from} to ${to}.`)
  }
}

/** A number above zero, such as a factor. */
export function positiveNumber(text: string): number {
  const value = Number(text)
  if (text.trim() !== '' && value > 0 && Number.isFinite(value)) return value
  throw new InvalidArgumentError('Give a number above zero.')
}

const units: Readonly<Record<string, number>> = { '': 1, b: 1, kb: 1024, mb: 1024 ** 2, gb: 1024 ** 3, tb: 1024 ** 4 }

/** `500MB`, `1.5 GB`, in powers of 1024 as PostgreSQL's settings; a bare number is bytes. */
export function byteSize(text: string): number {
  const [, figure, unit = ''] = /^([\d.]+)\s*([a-z]*)$/i.exec(text.trim()) ?? []
  const bytes = Number(figure) * (units[unit.toLowerCase()] ?? Number.NaN)
  if (bytes > 0) return Math.floor(bytes)
  throw new InvalidArgumentError('Give a size above zero, such as 500MB or 2GB.')
}

const durations: Readonly<Record<string, number>> = { ms: 1, s: 1000, min: 60_000, m: 60_000, h: 3_600_000 }

/** `90s`, `5min`, `1h`, in ms; a bare number is seconds. */
export function duration(text: string): number {
  const [, figure, unit = 's'] = /^([\d.]+)\s*([a-z]+)?$/i.exec(text.trim()) ?? []
  const ms = Number(figure) * (durations[unit.toLowerCase()] ?? Number.NaN)
  if (ms > 0) return ms
  throw new InvalidArgumentError('Give a time above zero, such as 90s, 5min or 1h.')
}
