/** `1.2 MB`, in powers of 1024 as PostgreSQL's `pg_size_pretty`. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  let value = Math.abs(bytes)
  let unit = 0
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024
    unit++
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1
  return `${bytes < 0 ? '−' : ''}${value.toFixed(digits)} ${units[unit]}`
}

/** Three figures, as much as a measurement deserves: `0.123 ms`, `12.3 ms`, `1,234 ms`. */
export function formatMs(ms: number): string {
  return `${formatFigure(ms)} ms`
}

export function formatFigure(value: number): string {
  const size = Math.abs(value)
  // `0.000` would say that there is nothing.
  if (size > 0 && size < 0.0005) return value.toExponential(1)
  const digits = size === 0 || size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })
}

export function formatCount(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 0 })
}

/** `1 statement`, `1,200 statements`. */
export function plural(count: number, noun: string, nouns = `${noun}s`): string {
  return `${formatCount(count)} ${count === 1 ? noun : nouns}`
}

/** A share of 1 as a percentage; rounded down near 100 so that nothing is called whole that is not. */
export function formatShare(share: number): string {
  const percent = share * 100
  const digits = Math.abs(percent) >= 99 && Math.abs(percent) < 100 ? 1 : 0
  const factor = 10 ** digits
  return `${(Math.floor(percent * factor + 1e-9) / factor).toFixed(digits)} %`
}

/** `40 ms`, `3 s`, `12 min`, `5 h`, `4 days`: as precise as an estimate is. */
export function formatDuration(ms: number): string {
  if (ms < 1) return '1 ms'
  if (ms < 1000) return `${formatCount(ms)} ms`
  const minutes = ms / 60_000
  if (minutes < 2) return `${formatCount(ms / 1000)} s`
  if (minutes < 120) return `${formatCount(minutes)} min`
  const hours = minutes / 60
  return hours < 72 ? `${formatCount(hours)} h` : `${formatCount(hours / 24)} days`
}

export function formatSeconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`
}

/**
 * Names come from other people's databases: control characters, which could move the cursor or set the title of a
 * terminal, are shown as what they are.
 */
export function printable(text: string): string {
  return text.replaceAll(/\p{Cc}|\p{Cf}/gu, (character) =>
    character === '\n' || character === '\t' ? ' ' : `\\u{${character.codePointAt(0)?.toString(16)}}`,
  )
}

/** As {@link printable}, of a text whose lines stay lines. */
export function printableLines(text: string): string {
  return text
    .split(/\r?\n/)
    .map((line) => printable(line.replaceAll('\t', '  ')))
    .join('\n')
}
