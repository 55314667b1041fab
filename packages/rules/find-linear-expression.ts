import type { LinearExpressionTables } from './linear-expression-tables.ts';

/**
 * Whether the expression is found anywhere in the text. Every way to match is followed at once, so that a character
 * costs the same whatever came before: at most `wordsPerCharacter`.
 */
export function findLinearExpression(tables: LinearExpressionTables, text: string): boolean {
  const { groupSize, words, follow, leadsTo, found } = tables;
  const ways = 1 << groupSize;
  const groups = 32 / groupSize;
  const next = tables.first.slice();
  const rows = new Int32Array(words * groups);
  for (let at = 0; at < text.length; at++) {
    const rune = text.codePointAt(at) ?? 0;
    if (rune > 0xffff) at++;
    const set = findStretch(tables, rune) * words;
    if (((next[0] ?? 0) & (leadsTo[set] ?? 0) & found) !== 0) return true;
    let rowCount = 0;
    for (let word = 0; word < words; word++) {
      let left = (next[word] ?? 0) & (leadsTo[set + word] ?? 0);
      for (let row = word * groups * ways; left !== 0; row += ways) {
        const way = left & (ways - 1);
        if (way !== 0) rows[rowCount++] = (row + way) * words;
        left >>>= groupSize;
      }
    }
    if (rowCount === 0) return false;
    for (let word = 0; word < words; word += 2) {
      let low = 0;
      let high = 0;
      for (let each = 0; each < rowCount; each++) {
        const row = (rows[each] ?? 0) + word;
        low |= follow[row] ?? 0;
        high |= follow[row + 1] ?? 0;
      }
      next[word] = low;
      next[word + 1] = high;
    }
  }
  return ((next[0] ?? 0) & tables.foundAtEnd) !== 0;
}

function findStretch({ stretches, asciiStretches }: LinearExpressionTables, rune: number): number {
  if (rune < asciiStretches.length) return asciiStretches[rune] ?? 0;
  let low = 0;
  let high = stretches.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((stretches[middle] ?? 0) <= rune) low = middle;
    else high = middle - 1;
  }
  return low;
}
