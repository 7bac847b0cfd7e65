/** The extensions that come with PostgreSQL, and some that many have, by the types that they make. */
export const extensionOfType: ReadonlyMap<string, string> = new Map([
  ['citext', 'citext'],
  ['cube', 'cube'],
  ['geography', 'postgis'],
  ['geometry', 'postgis'],
  ['hstore', 'hstore'],
  ['isbn', 'isn'],
  ['lquery', 'ltree'],
  ['ltree', 'ltree'],
  ['seg', 'seg'],
  ['vector', 'vector'],
])

/** By their functions. */
export const extensionOfFunction: ReadonlyMap<string, string> = new Map([
  ['crypt', 'pgcrypto'],
  ['digest', 'pgcrypto'],
  ['gen_salt', 'pgcrypto'],
  ['hmac', 'pgcrypto'],
  ['levenshtein', 'fuzzystrmatch'],
  ['pgp_sym_encrypt', 'pgcrypto'],
  ['similarity', 'pg_trgm'],
  ['soundex', 'fuzzystrmatch'],
  ['unaccent', 'unaccent'],
  ['uuid_generate_v1', 'uuid-ossp'],
  ['uuid_generate_v4', 'uuid-ossp'],
  ['word_similarity', 'pg_trgm'],
])

/** By their operator classes. */
export const extensionOfClass: ReadonlyMap<string, string> = new Map([
  ['gin_trgm_ops', 'pg_trgm'],
  ['gist_trgm_ops', 'pg_trgm'],
  ['gin__int_ops', 'intarray'],
  ['gist__int_ops', 'intarray'],
  ['gist_ltree_ops', 'ltree'],
  ['vector_cosine_ops', 'vector'],
  ['vector_ip_ops', 'vector'],
  ['vector_l2_ops', 'vector'],
])

/** By the access methods that take plain types with them. */
export const extensionOfMethod: ReadonlyMap<string, string> = new Map([
  ['gist', 'btree_gist'],
  ['gin', 'btree_gin'],
])
