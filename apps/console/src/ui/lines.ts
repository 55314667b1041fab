/** The entries of a text with one per line: trimmed, empty ones dropped, order kept. */
export function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** A list as text with one entry per line. */
export function toLines(entries: readonly string[]): string {
  return entries.join('\n');
}
