import { alterSystem, settingCheck } from '../../../facts/settings.ts'

export const check = settingCheck({
  id: 'full-page-writes-off',
  title: 'Pages that a crash can tear',
  category: 'configuration',
  severity: 'error',
  settings: ['full_page_writes'],
  detect: (read) =>
    read('full_page_writes').setting === 'on'
      ? null
      : {
          message:
            "full_page_writes is off: a page that was half written when the machine crashed can't be put right by recovery, and its rows may be corrupt without a sign of it.",
          evidence: { setting: 'off' },
          help: 'Turn full_page_writes on, unless the file system writes whole pages or none.',
          fix: alterSystem('full_page_writes', 'on'),
        },
})
