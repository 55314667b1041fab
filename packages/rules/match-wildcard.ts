import { type Characters, findPiece } from './find-piece.ts';

/** Subjects are cut at 8 KiB (UTF-16 code units): no page address worth a rule is longer. */
export const maxSubjectLength = 8192;

const star = 42;

/**
 * Whether a pattern matches the whole subject; `*` stands for any run of characters, everything else for itself. What
 * comes before the first star and behind the last has its place; each piece between is looked for from left to right,
 * since a place further right would only leave less for the others. The cost is a few times the lengths of both.
 * Compares code units as they are: fold case before.
 */
export function matchWildcard(pattern: string, subject: Characters): boolean {
  let from = 0;
  while (pattern.charCodeAt(from) !== star) {
    if (from === pattern.length) return from === subject.length;
    if (pattern.charCodeAt(from) !== subject.charCodeAt(from)) return false;
    from++;
  }
  let at = from;
  let end = subject.length;
  let to = pattern.length - 1;
  for (; pattern.charCodeAt(to) !== star; to--) {
    if (end === at || pattern.charCodeAt(to) !== subject.charCodeAt(--end)) return false;
  }
  while (from < to) {
    const start = from + 1;
    do from++;
    while (pattern.charCodeAt(from) !== star);
    if (from === start) continue;
    at = findPiece(pattern.slice(start, from), subject, at, end);
    if (at < 0) return false;
    at += from - start;
  }
  return true;
}
