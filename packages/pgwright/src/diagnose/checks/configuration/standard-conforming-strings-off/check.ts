import { alterSystem, settingCheck } from '../../../facts/settings.ts'

export const check = settingCheck({
  id: 'standard-conforming-strings-off',
  title: 'Backslashes that end strings in unexpected places',
  category: 'configuration',
  severity: 'warning',
  settings: ['standard_conforming_strings'],
  detect: (read) =>
    read('standard_conforming_strings').setting === 'on'
      ? null
      : {
          message:
            'standard_conforming_strings is off: a backslash in an ordinary string is an escape, which drivers and escaping functions that follow the standard do not expect, so that input may become SQL.',
          evidence: { setting: 'off' },
          help: 'Turn standard_conforming_strings on, once the statements that need escapes write them as E strings.',
          fix: alterSystem('standard_conforming_strings', 'on'),
        },
})
