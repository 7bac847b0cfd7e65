import { alterSystem, settingCheck } from '../../../facts/settings.ts'

const utc = new Set([
  'utc',
  'etc/utc',
  'uct',
  'etc/uct',
  'zulu',
  'etc/zulu',
  'universal',
  'etc/universal',
  'gmt',
  'etc/gmt',
])

export const check = settingCheck({
  id: 'timezone-not-utc',
  title: 'Server with a time zone of its own',
  category: 'configuration',
  severity: 'info',
  optional: true,
  settings: ['TimeZone'],
  detect: (read) => {
    const zone = read('TimeZone').setting
    if (utc.has(zone.toLowerCase())) return null
    return {
      message: `TimeZone is ${zone}: sessions that set none see times in it, and a day of theirs has 23 or 25 hours where that zone changes its clocks.`,
      evidence: { setting: zone },
      help: 'Set timezone to UTC, and have applications convert for those who read.',
      fix: alterSystem('timezone', "'UTC'"),
    }
  },
})
