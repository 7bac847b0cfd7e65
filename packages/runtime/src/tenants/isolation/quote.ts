/** One name, not a path of several. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
