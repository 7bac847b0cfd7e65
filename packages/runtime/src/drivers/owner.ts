export type Method = (this: unknown, ...given: unknown[]) => unknown

/** Where of an object's ancestors a method is, so that what all subclasses have is changed once; null where it has none. */
function ownerOf(object: object, method: string): Record<string, Method> | null {
  let owner: object | null = object
  while (owner !== null && !Object.hasOwn(owner, method)) owner = Object.getPrototypeOf(owner) as object | null
  return owner as Record<string, Method> | null
}

const changed = new WeakMap<object, Set<string>>()

/** Puts `around` in the place of a method, where it is; to do it twice does nothing. */
export function wrapMethod(object: object, name: string, around: (method: Method) => Method): void {
  const owner = ownerOf(object, name)
  const method = owner?.[name]
  if (owner === null || typeof method !== 'function') return
  const names = changed.get(owner) ?? new Set()
  changed.set(owner, names)
  if (names.has(name)) return
  names.add(name)
  const written = Object.getOwnPropertyDescriptor(owner, name)
  Object.defineProperty(owner, name, { ...written, value: around(method) })
}
