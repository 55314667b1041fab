/** Entries of a list as people type it: `;` or a line break separates, blanks are trimmed, empty entries dropped, order kept. */
export function readPatternList(text: string): string[] {
  return text
    .split(/[;\r\n]/)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}

/** Entries of a stored list. One that was sent as `a;b` in a single string means the same as when typed. */
export function listEntries(list: readonly string[]): string[] {
  return list.flatMap(readPatternList);
}
