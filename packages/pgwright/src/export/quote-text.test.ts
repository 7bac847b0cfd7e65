import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { createDatabase } from '../../test/database.ts'
import { dollarQuoted, javascriptText, oneLine, pythonText, slugOf } from './quote-text.ts'
import { hasPython } from './testing/alembic-runner.ts'

const texts = [
  '',
  'plain',
  '`${1}` \\${2} \\`${`3`}`',
  '\\',
  'a\\',
  '"',
  '""',
  '"""',
  '""""',
  'a """ b"',
  '\\"',
  "it''s '''",
  'a\nb\r\nc\rd\te',
  '\u2028 \u2029 \u0085 é 😀',
  '%s %(a)s {0} $1 $$ $pgwright$ $pgwright1$',
  '$pgwright',
  '</script> */ --> # //',
]

test.each(texts)('%j is the same text in JavaScript', (text) => {
  expect(new Function(`return ${javascriptText(text)}`)()).toBe(text)
})

test.skipIf(!(await hasPython()))('each is the same text in Python', () => {
  const program = `import json\nprint(json.dumps([${texts.map(pythonText).join(', ')}]))`
  expect(JSON.parse(execFileSync('python3', ['-'], { input: program, encoding: 'utf8' }))).toEqual(texts)
})

test('each is the same text between dollars', async () => {
  const { client } = await createDatabase()
  for (const text of texts) {
    const { rows } = await client.query(`select ${dollarQuoted(text)} as text`)
    expect(rows).toEqual([{ text }])
  }
})

test('a comment has one line in every language', () => {
  expect(oneLine('a\nb\r\u2028c\u2029d\u0085')).not.toMatch(/[\n\r\u2028\u2029\u0085]/)
})

test.each([
  ['create Order "x"', 'create_order_x'],
  ['../../etc/passwd', 'etc_passwd'],
  ['__a--b__', 'a_b'],
  ['äöü', ''],
  ['x'.repeat(80), 'x'.repeat(50)],
])('%j is %j in a file name', (text, slug) => {
  expect(slugOf(text)).toBe(slug)
})
