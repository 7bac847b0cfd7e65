interface Explained {
  readonly sql: string
  /** As `$1 = '5', $2 = NULL`; null where they were not logged. */
  readonly parameters: string | null
}

/** The statement of an entry of auto_explain, in any of its formats; null where it has none. */
export function autoExplained(plan: string): Explained | null {
  const text = plan.trimStart()
  if (text.startsWith('{')) return fromJson(text)
  if (text.startsWith('<')) return fromXml(text)
  if (text.startsWith('Query Text: "')) return fromYaml(text) ?? fromText(text)
  return text.startsWith('Query Text: ') ? fromText(text) : null
}

function fromJson(text: string): Explained | null {
  const sql = jsonString(/^\{\s*"Query Text": ("(?:[^"\\]|\\.)*")/.exec(text)?.[1])
  const parameters = jsonString(/^ {2}"Query Parameters": ("(?:[^"\\]|\\.)*")/m.exec(text)?.[1])
  return sql === null ? null : { sql, parameters }
}

function fromYaml(text: string): Explained | null {
  const sql = jsonString(/^Query Text: ("(?:[^"\\]|\\.)*")$/m.exec(text)?.[1])
  const parameters = jsonString(/^Query Parameters: ("(?:[^"\\]|\\.)*")$/m.exec(text)?.[1])
  return sql === null ? null : { sql, parameters }
}

function jsonString(text: string | undefined): string | null {
  if (text === undefined) return null
  try {
    return String(JSON.parse(text))
  } catch {
    return null
  }
}

function fromXml(text: string): Explained | null {
  const sql = /<Query-Text>([^<]*)<\/Query-Text>/.exec(text)?.[1]
  const parameters = /<Query-Parameters>([^<]*)<\/Query-Parameters>/.exec(text)?.[1]
  return sql === undefined ? null : { sql: fromEntities(sql), parameters: parameters ? fromEntities(parameters) : null }
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#x0d': '\r' }

function fromEntities(text: string): string {
  return text.replaceAll(/&(amp|lt|gt|quot|#x0d);/g, (all, name: string) => entities[name] ?? all)
}

/** A statement can have several lines; the plan begins with the first that has a cost. */
function fromText(text: string): Explained | null {
  const lines = text.slice('Query Text: '.length).split('\n')
  const planAt = lines.findIndex((line, at) => at > 0 && / {2}\(cost=\d+\.\d+\.\.\d+\.\d+ rows=/.test(line))
  const query = planAt === -1 ? lines : lines.slice(0, planAt)
  const parametersAt = query.findIndex((line) => line.startsWith('Query Parameters: '))
  const sql = (parametersAt === -1 ? query : query.slice(0, parametersAt)).join('\n').trim()
  const parameters = query[parametersAt]?.slice('Query Parameters: '.length) ?? null
  return sql === '' ? null : { sql, parameters }
}
