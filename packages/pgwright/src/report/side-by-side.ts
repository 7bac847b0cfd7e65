const gap = '   '

/** Two texts beside each other where both fit in a line, else one below the other. */
export function sideBySide(
  left: { readonly title: string; readonly lines: readonly string[] },
  right: { readonly title: string; readonly lines: readonly string[] },
  columns: number,
): string[] {
  const leftLines = [left.title, '─'.repeat(width([left.title])), ...left.lines]
  const rightLines = [right.title, '─'.repeat(width([right.title])), ...right.lines]
  const leftWidth = width(leftLines)
  if (leftWidth + gap.length + width(rightLines) > columns) return [...leftLines, '', ...rightLines]
  const rows = Math.max(leftLines.length, rightLines.length)
  return Array.from({ length: rows }, (_, row) => {
    const text = leftLines[row] ?? ''
    return `${text}${' '.repeat(leftWidth - width([text]))}${gap}${rightLines[row] ?? ''}`.trimEnd()
  })
}

function width(lines: readonly string[]): number {
  return Math.max(...lines.map((line) => [...line].length))
}
