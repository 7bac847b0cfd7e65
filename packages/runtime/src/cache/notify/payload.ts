import { RuntimeError } from '../../error.ts'

export const defaultChannel = 'pgwright_cache'

/** Null for what the triggers did not write. */
export function readPayload(payload: string): readonly string[] | null {
  try {
    const tags: unknown = JSON.parse(payload)
    return Array.isArray(tags) && tags.every((tag) => typeof tag === 'string' && tag !== '') ? tags : null
  } catch {
    return null
  }
}

/** @throws RuntimeError `usage` */
export function checkChannel(channel: string): void {
  if (channel !== '' && Buffer.byteLength(channel) <= 63) return
  throw new RuntimeError('usage', 'A channel is a name of 1 to 63 bytes.', 'Choose another name.')
}
