/** Words that PostgreSQL's statements begin with. */
const firstWords = new Set(
  `abort alter analyze begin call checkpoint close cluster comment commit copy create deallocate declare delete discard do
  drop end execute explain fetch grant import insert listen load lock merge move notify prepare reassign refresh reindex
  release reset revoke rollback savepoint security select set show start table truncate unlisten update vacuum values
  with`.split(/\s+/),
)

/** Whether a statement begins as one of PostgreSQL's; psql's `\copy` counts. */
export function startsAsSql(sql: string): boolean {
  const [word = ''] = /^[a-z]+/i.exec(sql) ?? []
  return firstWords.has(word.toLowerCase()) || /^[\\(]/.test(sql)
}
