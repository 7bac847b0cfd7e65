import { fileURLToPath } from 'node:url'
import { DataSource, type EntityManager, EntitySchema, In, MoreThan } from 'typeorm'
import { instrument } from '../../../packages/runtime/src/drivers/typeorm.ts'
import type { Open, Queries } from '../subject.ts'

interface AuthorEntity {
  id: number
  name: string
  posts: Promise<PostEntity[]>
}

interface PostEntity {
  id: number
  author_id: number
  title: string
  author: AuthorEntity
}

const author = new EntitySchema<AuthorEntity>({
  name: 'author',
  columns: { id: { type: Number, primary: true }, name: { type: String } },
  relations: { posts: { type: 'one-to-many', target: 'post', inverseSide: 'author', lazy: true } },
})
const post = new EntitySchema<PostEntity>({
  name: 'post',
  columns: { id: { type: Number, primary: true }, author_id: { type: Number }, title: { type: String } },
  relations: { author: { type: 'many-to-one', target: 'author', joinColumn: { name: 'author_id' } } },
})

function queries(db: EntityManager): Queries {
  return {
    authors: (take, after = 0) => db.find(author, { where: { id: MoreThan(after) }, order: { id: 'asc' }, take }),
    postsOf: (author_id) => db.findBy(post, { author_id }), // postsOf
    authorOf: (id) => db.findOneBy(author, { id }), // authorOf
    posts: (take, after = 0, skip = 0) =>
      db.find(post, { where: { id: MoreThan(after) }, order: { id: 'asc' }, take, skip }),
    postsOfMany: (authors) => db.findBy(post, { author_id: In([...authors]) }),
    rename: (id, name) => db.update(author, { id }, { name }), // rename
    raw: (text, values = []) => db.query(text, [...values]), // raw
  }
}

export const openTypeorm: Open = async (url, connections) => {
  const source = instrument(
    new DataSource({ type: 'postgres', url, poolSize: connections, entities: [author, post], synchronize: false }),
  )
  await source.initialize()
  return {
    name: 'TypeORM',
    file: fileURLToPath(import.meta.url),
    ...queries(source.manager),
    eager: async (take) => source.manager.find(author, { take, relations: { posts: true } }),
    async lazy(take) {
      for (const one of await source.manager.find(author, { take })) {
        await one.posts // lazy
      }
    },
    transaction: (work) => source.transaction((own) => work(queries(own))),
    close: () => source.destroy(),
  }
}
