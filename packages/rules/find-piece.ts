/** What is read of a subject; a string is one. */
export interface Characters {
  readonly length: number;
  charCodeAt(index: number): number;
}

/**
 * The first place at which a piece of text, not empty, stands in a subject, all of it between `start` and `end`; or -1.
 * Tries each place, as is quickest for most pieces, until that has cost more than to prepare the search that can't be
 * led astray. Reads the subject once, or twice where it repeats itself as the piece does.
 */
export function findPiece(piece: string, subject: Characters, start: number, end: number): number {
  let wasted = 0;
  for (let at = start; at <= end - piece.length; at++) {
    let matched = 0;
    while (piece.charCodeAt(matched) === subject.charCodeAt(at + matched)) {
      if (++matched === piece.length) return at;
    }
    wasted += matched;
    if (wasted > 2 * piece.length) return findWithoutReturn(piece, subject, at + 1, end);
  }
  return -1;
}

/** Never goes back in the subject (Knuth, Morris and Pratt, 1977). */
function findWithoutReturn(piece: string, subject: Characters, start: number, end: number): number {
  const borders = findBorders(piece);
  let matched = 0;
  for (let at = start; at < end; at++) {
    const code = subject.charCodeAt(at);
    while (matched > 0 && piece.charCodeAt(matched) !== code) matched = borders[matched] ?? 0;
    if (piece.charCodeAt(matched) === code) matched++;
    if (matched === piece.length) return at + 1 - matched;
  }
  return -1;
}

/** Per number of characters matched: how many of them, fewer and the last ones, are also what the piece begins with. */
function findBorders(piece: string): Int16Array {
  const borders = new Int16Array(piece.length);
  let border = 0;
  for (let matched = 2; matched < piece.length; matched++) {
    const code = piece.charCodeAt(matched - 1);
    while (border > 0 && piece.charCodeAt(border) !== code) border = borders[border] ?? 0;
    if (piece.charCodeAt(border) === code) border++;
    borders[matched] = border;
  }
  return borders;
}
