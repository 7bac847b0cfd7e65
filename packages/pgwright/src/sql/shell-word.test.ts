import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { shellWord } from './shell-word.ts'

test.each(['bigint', 'public."Order ü"', `it's $HOME \`id\` "x"`, 'numeric(10,2)', 'a\\b\nc', '*', ''])(
  'a shell takes %j as one word, as it is',
  (text) => {
    expect(execFileSync('sh', ['-c', `printf '%s|' ${shellWord(text)}`]).toString()).toBe(`${text}|`)
  },
)
