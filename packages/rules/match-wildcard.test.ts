import { describe, expect, test } from 'vitest';
import type { Characters } from './find-piece.ts';
import { matchWildcard, maxSubjectLength } from './match-wildcard.ts';
import { compilePagePattern, readPageAddress } from './page-pattern.ts';

/** Lets every star take nothing, or one character more: slow, and plainly what the rules say. */
function matchesSlowly(pattern: string, subject: string, p = 0, s = 0): boolean {
  if (p === pattern.length) return s === subject.length;
  if (pattern[p] !== '*')
    return s < subject.length && pattern[p] === subject[s] && matchesSlowly(pattern, subject, p + 1, s + 1);
  return matchesSlowly(pattern, subject, p + 1, s) || (s < subject.length && matchesSlowly(pattern, subject, p, s + 1));
}

/** What rules.md section 3 makes of a pattern without a scheme before it is matched. */
function prepareSlowly(pattern: string): string {
  const bare = pattern.startsWith('/') ? pattern.slice(1) : pattern;
  const [path = '', ...query] = bare.split('?');
  const segments = path.split('/');
  if (segments.at(-1) === '*.*') segments[segments.length - 1] = '*';
  return [segments.join('/'), ...query].join('?');
}

/** And how it is matched then. */
function matchesPageSlowly(prepared: string, pathAndQuery: string): boolean {
  if (matchesSlowly(prepared, pathAndQuery)) return true;
  return !prepared.includes('?') && matchesSlowly(prepared, pathAndQuery.split('?')[0] ?? '');
}

/** A subject that counts how often it is looked at. */
function counted(text: string): Characters & { reads: number } {
  return {
    reads: 0,
    length: text.length,
    charCodeAt(index) {
      this.reads++;
      return text.charCodeAt(index);
    },
  };
}

/** Whole numbers below a limit, the same for the same seed. */
function numbers(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
}

describe('S-023 one million pairs of pattern and page', () => {
  const seed = Math.floor(Math.random() * 2 ** 32);
  const letters = ['a', 'b', '/', '.', '?', '*'];
  const pick = numbers(seed);
  const anyText = (most: number) => {
    let text = '';
    for (let left = pick(most + 1); left > 0; left--) text += letters[pick(6)];
    return text;
  };
  /** What the pattern asks for, one character of it changed every other time. */
  const likely = (pattern: string) => {
    const text = pattern.replace(/\*/g, () => anyText(3));
    const at = pick(text.length + 1);
    return pick(2) === 0 ? text : text.slice(0, at) + anyText(1) + text.slice(at + 1);
  };

  test('agree with a slow, obviously right matcher', () => {
    console.log(`seed ${seed} (a million pairs of pattern and page)`);
    const tried = { pairs: 0, matches: 0, pageMatches: 0 };
    const wrong: unknown[] = [];
    while (tried.pairs < 1_000_000) {
      const pattern = letters[pick(6)] + anyText(6);
      // Two slashes begin a host.
      const page = pattern.startsWith('//') ? null : compilePagePattern(pattern);
      const prepared = prepareSlowly(pattern);
      for (const subject of [likely(pattern), likely(pattern), anyText(8), anyText(8)]) {
        const expected = matchesSlowly(pattern, subject);
        if (matchWildcard(pattern, subject) !== expected) wrong.push({ pattern, subject, expected });
        tried.pairs++;
        if (expected) tried.matches++;
        if (page === null) continue;
        const expectedPage = matchesPageSlowly(prepared, subject);
        if (expectedPage) tried.pageMatches++;
        if (page.matches(readPageAddress(`https://shop.example/${subject}`)) !== expectedPage)
          wrong.push({ pattern, path: subject, expected: expectedPage });
      }
    }
    expect(wrong.slice(0, 5), `seed ${seed}`).toEqual([]);
    // Else it would prove little.
    expect(tried.matches).toBeGreaterThan(tried.pairs / 10);
    expect(tried.pageMatches).toBeGreaterThan(tried.pairs / 10);
  }, 60_000);
});

test('a star in the subject is a character like any other', () => {
  expect([matchWildcard('a*', 'a*'), matchWildcard('ab', 'a*')]).toEqual([true, false]);
});

describe('hostile patterns of 30 stars on 8 KiB: steps, not time', () => {
  const longest = 'a'.repeat(maxSubjectLength);
  test.each<[name: string, pattern: string, subject: string, stepsPerCharacter: number]>([
    ['a star after each letter, the last one missing', `${'a*'.repeat(30)}b*`, longest, 2],
    ['a star before each letter, the end missing', `${'*a'.repeat(30)}b`, longest, 1],
    ['pieces, the last of which fails on its last letter', `${`*${'a'.repeat(14)}`.repeat(30)}b*`, longest, 3],
    ['only stars', '*'.repeat(30), longest, 1],
    ['the piece never comes', `${'*ab'.repeat(30)}*`, longest, 3],
    ['a long piece that fails on its last letter', `*${'a'.repeat(490)}b*`, longest, 2],
    ['a long piece that fails in its middle', `*${'a'.repeat(245)}b${'a'.repeat(245)}*`, longest, 3],
  ])('%s', (_name, pattern, text, stepsPerCharacter) => {
    const subject = counted(text);
    matchWildcard(pattern, subject);
    expect(subject.reads).toBeLessThanOrEqual(stepsPerCharacter * maxSubjectLength);
  });
});
