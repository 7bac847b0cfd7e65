// Checks that every relative link in a Markdown file leads to a file, and to a heading where it names one.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

const ignoredFolders = new Set(['node_modules', 'dist', '.git', 'coverage'])

/** `[text](target)`, `![text](target "title")`, `[name]: target`, `href="target"`, `src="target"`. */
const linkPattern = /\]\(\s*<?([^\s)>]+)|^ {0,3}\[[^\]]+\]:\s*<?([^\s>]+)|(?:href|src)="([^"]+)"/gm

function markdownFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return ignoredFolders.has(entry.name) ? [] : markdownFiles(path)
    return entry.name.endsWith('.md') ? [path] : []
  })
}

/** Without blocks of code: what they show is not meant to be followed. */
function prose(file: string): string {
  return readFileSync(file, 'utf8').replaceAll(/^ {0,3}(```+|~~~+)[\s\S]*?^ {0,3}\1/gm, '')
}

function links(file: string): string[] {
  const text = prose(file).replaceAll(/`[^`\n]*`/g, '')
  return [...text.matchAll(linkPattern)].map((match) => match[1] ?? match[2] ?? match[3] ?? '')
}

/** Anchors as GitHub makes them of headings; a second heading of the same text gets `-1`. */
function anchors(file: string): Set<string> {
  const seen = new Map<string, number>()
  const found = new Set<string>()
  for (const [, heading = ''] of prose(file).matchAll(/^#{1,6}\s+(.+?)\s*#*$/gm)) {
    const slug = heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\p{M} _-]/gu, '')
      .replaceAll(' ', '-')
    const earlier = seen.get(slug) ?? 0
    seen.set(slug, earlier + 1)
    found.add(earlier === 0 ? slug : `${slug}-${earlier}`)
  }
  return found
}

/** Why a link leads nowhere; undefined where it is good, or leads out of the project. */
function defect(file: string, link: string): string | undefined {
  if (/^[a-z][a-z0-9+.-]*:|^\/\//i.test(link)) return undefined
  const [path = '', anchor] = decodeURI(link).split('#')
  if (path.startsWith('/')) return 'is not relative'
  const target = path === '' ? file : resolve(dirname(file), path)
  if (!existsSync(target)) return 'leads to no file'
  if (anchor === undefined || !target.endsWith('.md') || statSync(target).isDirectory()) return undefined
  return anchors(target).has(anchor) ? undefined : 'leads to no heading'
}

const files = markdownFiles('.')
let broken = 0
for (const file of files) {
  for (const link of links(file)) {
    const reason = defect(file, link)
    if (reason === undefined) continue
    console.log(`${file}: ${link} ${reason}`)
    broken++
  }
}
if (broken > 0) process.exitCode = 1
else console.log(`The links of ${files.length} Markdown files lead somewhere.`)
