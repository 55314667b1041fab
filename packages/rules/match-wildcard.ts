/** What the matcher reads of its subject; a string is one. */
export interface Characters {
  readonly length: number;
  charCodeAt(index: number): number;
}

/** Subjects are cut at 8 KiB (UTF-16 code units): no page address worth a rule is longer. */
export const maxSubjectLength = 8192;

const star = 42;

/**
 * Whether a pattern matches the whole subject; `*` stands for any run of characters, everything else for itself.
 * Two pointers and one place to return to, so the cost is at most length × pattern, never exponential. Compares code
 * units as they are: fold case before.
 */
export function matchWildcard(pattern: string, subject: Characters): boolean {
  let p = 0;
  let s = 0;
  let lastStar = -1;
  let starTook = 0;
  while (s < subject.length) {
    if (pattern.charCodeAt(p) === star) {
      lastStar = p++;
      starTook = s;
      // A last star takes all the rest.
      if (p === pattern.length) return true;
    } else if (p < pattern.length && pattern.charCodeAt(p) === subject.charCodeAt(s)) {
      p++;
      s++;
    } else if (lastStar >= 0) {
      // Only the newest star need give way: whatever an earlier one took more, the newest could take less.
      p = lastStar + 1;
      s = ++starTook;
    } else {
      return false;
    }
  }
  while (pattern.charCodeAt(p) === star) p++;
  return p === pattern.length;
}
