/** An identifier as SQL needs it, whatever it is made of. */
export function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
