import type { Author, Subject } from './subject.ts'

type Resolver = (parent: Author, subject: Subject) => unknown

const fields: Readonly<Record<string, Resolver>> = {
  id: ({ id }) => id,
  posts: async ({ id }, subject) => {
    // Servers of GraphQL come to a field in a later turn.
    await Promise.resolve()
    return subject.postsOf(id)
  },
}

/** As a server of GraphQL goes through a list: every field of every item has a function of its own. */
export async function resolve(subject: Subject): Promise<unknown> {
  const authors = await subject.authors(20)
  return Promise.all(
    authors.map(async (author) =>
      Promise.all(Object.entries(fields).map(async ([name, of]) => [name, await of(author, subject)])),
    ),
  )
}
