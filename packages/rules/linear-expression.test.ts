import fc from 'fast-check';
import { RE2JS } from 're2js';
import { describe, expect, test } from 'vitest';
import { findLinearExpression } from './find-linear-expression.ts';
import { compileLinearExpression } from './linear-expression.ts';
import { maxWordsPerCharacter, tabulateLinearExpression } from './linear-expression-tables.ts';
import { maxSubjectLength } from './match-wildcard.ts';

function compile(source: string) {
  const compiled = compileLinearExpression(source);
  if ('refusal' in compiled) throw new Error(`${source} ${compiled.refusal}`);
  return compiled;
}

function tabulate(source: string) {
  const tables = tabulateLinearExpression(source);
  if ('refusal' in tables) throw new Error(`${source} ${tables.refusal}`);
  return tables;
}

describe('rules.md section 3: expressions are found anywhere, without regard to case', () => {
  test.each<[expression: string, found: string, notFound: string]>([
    ['^shoes/\\d+$', 'shoes/42', 'shoes/42/red'],
    ['SALE', 'summer-sale-2024', 'sail'],
    ['^/(?:fr|de|nl)(?:/|$)', '/DE', '/den'],
    ['[?&]id=[0-9]{1,4}(?:&|$)', 'x?a=1&id=1234', 'x?id=12345'],
    ['\\bmen\\b', 'shoes for men', 'shoes for women'],
    ['men\\B', 'mend', 'men'],
    ['^$', '', ' '],
    ['a.c', 'abc', 'a\nc'],
    ['(?s)a.c', 'a\nc', 'ac'],
    ['(?m)^b$', 'a\nb\nc', 'a\nbc'],
    ['(?-i)Sale', 'Sale', 'sale'],
    ['STRASSE|straße', 'Straße', 'strase'],
    ['^.$', '😀', '😀😀'],
    ['[[:alpha:]]+@\\pL+\\.(?:com|org)', 'jo@bücher.org', 'jo@42.org'],
    ['^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$', 'a-shop', 'a-'],
    ['orders/[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$', 'orders/0a1b2c3d-0000-1111-2222-0a1b2c3d4e5f', 'orders/0'],
    ['^[\\w.+-]{1,64}@[\\w-]{1,60}\\.[a-z]{2,10}$', 'jo.public@shop.example', 'jo.public@shop.e'],
    [
      '^(?:support|contact|help|faq|shipping|returns|checkout|basket|account|orders|wishlist|reviews|pricing|downloads)/(?:[a-z]{2}/)?[a-z0-9-]{3,40}(?:\\.html?)?(?:\\?(?:page|sort|filter)=[0-9a-z]{1,12})?$',
      'help/en/how-to-pay.htm?page=2',
      'help/en/how_to_pay.htm',
    ],
  ])('%s', (expression, found, notFound) => {
    expect([found, notFound].map((text) => compile(expression).matches(text))).toEqual([true, false]);
  });

  test('the text is cut at 8 KiB', () => {
    const before = 'a'.repeat(maxSubjectLength - 1);
    expect([`${before}z`, `${before}az`].map((text) => compile('z').matches(text))).toEqual([true, false]);
  });
});

test('10,000 small expressions are found where the library that reads them finds them', () => {
  const atom = fc.constantFrom(
    ...[
      'a',
      'b',
      'A',
      'k',
      's',
      '-',
      '/',
      'é',
      'ß',
      'Σ',
      '😀',
      '.',
      '(?s:.)',
      '\\n',
      '\\d',
      '\\w',
      '\\W',
      '\\s',
      '\\pL',
    ],
    ...['[ab]', '[^a]', '[^\\n]', '[a-z]', '[^a-z\\d]', '[ſ-ƀ]', '\\p{Greek}', '\\PL', '[^\\x00-\\x{10FFFF}]'],
    ...['^', '$', '\\b', '\\B', '\\A', '\\z', '(?m:^)', '(?m:$)', '(?:)', '(?-i:a)', '(?-i:K)', '(?-i:[k])'],
  );
  const repetition = fc.constantFrom('*', '+', '?', '*?', '+?', '??', '{2}', '{0,2}', '{1,3}', '{2,}', '{0}');
  const { expression } = fc.letrec<{ expression: string }>((tie) => ({
    expression: fc.oneof(
      { maxDepth: 4, depthSize: 'small', withCrossShrink: true },
      atom,
      fc.tuple(tie('expression'), tie('expression')).map(([one, other]) => one + other),
      fc.tuple(tie('expression'), tie('expression')).map(([one, other]) => `(?:${one}|${other})`),
      fc.tuple(tie('expression'), repetition).map(([one, often]) => `(?:${one})${often}`),
      tie('expression').map((one) => `(${one})`),
      tie('expression').map((one) => `(?-i:${one})`),
      tie('expression').map((one) => `(?m:${one})`),
    ),
  }));
  const unit = fc.constantFrom(
    ...['a', 'b', 'A', 'B', '-', '_', '1', '/', ' ', '\n', 'z', 'é', 'É', 'ß', 'ẞ', 'σ', 'ς', 'Σ', '😀'],
    // The letters beyond ASCII that k and s are written as, too, and halves of a character.
    ...['k', 'K', '\u212a', 's', '\u017f', '\ud83d', '\ude00'],
  );
  const texts = fc.array(fc.string({ unit, maxLength: 8 }), { minLength: 5, maxLength: 5 });
  const seen = { found: 0, notFound: 0 };
  fc.assert(
    fc.property(expression, texts, (source, some) => {
      const compiled = compileLinearExpression(source);
      if ('refusal' in compiled) return true;
      const library = RE2JS.compile(source, RE2JS.CASE_INSENSITIVE);
      return some.every((text) => {
        const expected = library.test(text);
        seen[expected ? 'found' : 'notFound']++;
        return compiled.matches(text) === expected;
      });
    }),
    { numRuns: 10_000 },
  );
  // Else it would prove little.
  expect(Math.min(seen.found, seen.notFound)).toBeGreaterThan(10_000);
});

describe('G-18 expressions written to be costly: work per character, not time', () => {
  /** Counts what is read of the table that a character may cost the most of. */
  function countReads(source: string, text: string): { readonly reads: number; readonly isFound: boolean } {
    const tables = tabulate(source);
    let reads = 0;
    const follow = new Proxy(tables.follow, {
      get: (target, index) => {
        reads++;
        return Reflect.get(target, index);
      },
    });
    return { isFound: findLinearExpression({ ...tables, follow }, text), reads };
  }

  const muddle = Array.from({ length: 1_000 }, (_, at) => ((at * 7919) % 101 < 50 ? 'a' : 'b')).join('');
  const accepted: readonly [expression: string, text: string][] = [
    ['(a+)+$', 'a'],
    ['(a|a)*b', 'a'],
    ['(a|aa)+$', 'a'],
    ['(x+x+)+y', 'x'],
    ['^(\\w+\\s?)*$', 'a'],
    ['(.*)*x', 'a'],
    ['(.*){1,20}x', 'a'],
    [`${'[a-z]*[a-z0-9]*'.repeat(30)}=`, 'a'],
    ['.*.*.*=.*', 'a'],
    ['.{0,120}z', 'a'],
    ['(?:a?){60}a{60}z', 'a'],
    ['(?:a|b)*a(?:a|b){100}z', muddle],
    [`[a-z]{80}${'0123456789'.repeat(15)}`, 'a'],
    ['[ab]{128}z', muddle],
    ['(?:(?:a{1,4}b?){1,4}c?){1,4}z', muddle],
    [`(?:${Array.from({ length: 50 }, (_, at) => `ab${at}`).join('|')})+z`, 'ab1'],
    ['(?:\\ba?\\B|\\b|\\w){1,50}z', 'a'],
    ['(?m:(?:^|a|$|\\n)*){1,60}z', 'a\n'],
    ['(?:\\pL|[à-ÿ]|\\d){1,40}z', 'é'],
    ['[\\x{80}-\\x{10ffff}]{1,100}z', '中'],
    [`${'\\p{Lu}?\\p{Ll}?\\p{Greek}?\\PN?'.repeat(4)}z`, 'é'],
  ];

  test.each(accepted)('%s', (source, part) => {
    const text = part.repeat(1_000).slice(0, 1_000);
    const { reads, isFound } = countReads(source, text);
    expect(reads).toBeLessThanOrEqual(maxWordsPerCharacter * text.length);
    expect(isFound).toBe(RE2JS.compile(source, RE2JS.CASE_INSENSITIVE).test(text));
  });

  test.each(accepted)('%s is kept in less than 300 kB', (source) => {
    const { follow, leadsTo, stretches } = tabulate(source);
    expect(follow.byteLength + leadsTo.byteLength + stretches.byteLength).toBeLessThan(300_000);
  });

  test('an ordinary expression is kept in a few kB', () => {
    const { follow, leadsTo, stretches } = tabulate('^shop/[a-z]+/(?:shoes|boots)-[0-9]{1,4}$');
    expect(follow.byteLength + leadsTo.byteLength + stretches.byteLength).toBeLessThan(4_000);
  });

  test.each<[what: string, expression: string, reason: RegExp]>([
    ['needs backtracking: look-ahead', '(?=a)b', /linear time.*invalid/],
    ['needs backtracking: reference', '(a)\\1', /linear time.*invalid/],
    ['has an open bracket', '(a', /linear time.*missing closing/],
    ['is longer than a pattern may be', 'a'.repeat(501), /longer than 500/],
    ['is in too many places at once', '.{0,180}z', /too costly.*repetitions/],
    ['is in too many places at once, by choices', '(?:[a-c]?[b-d]?){90}z', /too costly.*repetitions/],
    ['has too many characters to read', '(?:abcdefgh){40}', /too costly.*repetitions/],
    ['stands for half a million instructions', `(?:${'x'.repeat(480)}){600}`, /too costly.*repetitions/],
    ['stands for as many, each reading nothing', '(?:()|()){600}', /too costly.*repetitions/],
    ['repeats itself a lot, everywhere', 'a{0,1000}'.repeat(50), /too costly.*repetitions/],
    ['has too many ranges of characters', '\\pL{100}', /too costly.*repetitions/],
    ['is slow to read: Unicode classes', '\\pL'.repeat(17), /more than 16 Unicode classes/],
    ['is slow to read: all cases of a large range', '[A-\u{1e942}B-\u{1e942}]', /ranges have too many/],
    ['is slow to read: the same by numbers', '[A-\\x{1e942}B-\\x{01e942}]', /ranges have too many/],
  ])('refused: one that %s', (_what, expression, reason) => {
    expect(compileLinearExpression(expression)).toEqual({ refusal: expect.stringMatching(reason) });
  });
});
