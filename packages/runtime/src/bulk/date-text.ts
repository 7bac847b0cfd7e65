/** Years that JavaScript and PostgreSQL write alike. */
const firstOfYear1 = Date.parse('0001-01-01T00:00:00Z')
const lastOfYear9999 = Date.parse('9999-12-31T23:59:59.999Z')

/** For `timestamp` and `date`, which have no zone: what the clock of this process shows, as `pg` writes and reads them. */
export function localText(date: Date): string {
  const parts = [date.getMonth() + 1, date.getDate(), date.getHours(), date.getMinutes(), date.getSeconds()]
  return joined(date.getFullYear(), parts, date.getMilliseconds(), '')
}

/** In UTC, since a zone's offset long ago had seconds, which JavaScript does not tell. */
export function instantText(date: Date): string {
  const time = date.getTime()
  if (time >= firstOfYear1 && time <= lastOfYear9999) return date.toISOString()
  const parts = [
    date.getUTCMonth() + 1,
    date.getUTCDate(),
    date.getUTCHours(),
    date.getUTCMinutes(),
    date.getUTCSeconds(),
  ]
  return joined(date.getUTCFullYear(), parts, date.getUTCMilliseconds(), '+00')
}

function joined(year: number, parts: readonly number[], milliseconds: number, zone: string): string {
  const [month, day, ...time] = parts.map((part) => String(part).padStart(2, '0'))
  // There is no year 0: what JavaScript calls so is 1 BC.
  const shown = String(year > 0 ? year : 1 - year).padStart(4, '0')
  const clock = `${time.join(':')}.${String(milliseconds).padStart(3, '0')}`
  return `${shown}-${month}-${day} ${clock}${zone}${year > 0 ? '' : ' BC'}`
}
