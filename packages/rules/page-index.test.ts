import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { indexPages } from './page-index.ts';
import { compilePagePattern, readPageAddress } from './page-pattern.ts';

/** The plain loop that the index stands in for. */
function matchOneByOne(patterns: readonly string[], url: string): number[] {
  const page = readPageAddress(url);
  return patterns.flatMap((pattern, number) => (compilePagePattern(pattern).matches(page) ? [number] : []));
}

describe('S-023 P3 an index of page patterns (rules.md section 3)', () => {
  test.each<[shape: string, patterns: string[], url: string, expected: number[]]>([
    ['no pattern', [], '/a', []],
    ['exact', ['a', 'b', 'a/b', ''], '/b', [1]],
    ['exact: the home page', ['/', 'a', '*'], 'https://shop.example', [0, 2]],
    ['exact: with the query, and without', ['a?x=1', 'a', 'a?x=2'], '/a?x=1', [0, 1]],
    ['the start', ['abc*', 'abd*', 'b*', 'abcd*'], '/abce', [0]],
    ['the start, all that there is', ['abc*'], '/abc', [0]],
    ['the end', ['*source=adwords', '*adwords', '*source=adword'], '/?source=adwords', [0, 1]],
    ['the end, not in the middle', ['*source=adwords'], '/?source=adwords&x=1', []],
    ['the end of the path, before a query', ['*.htm', '*.php', '*x=1'], '/a.htm?x=1', [0, 2]],
    ['somewhere', ['*shoes*', '*shirts*'], '/a/shoes/b', [0]],
    ['somewhere in the query', ['*id=7*', '*id=8*'], '/a?x=1&id=77', [0]],
    ['start and end', ['hidden*.htm', 'hidden*.php'], '/hidden1.htm?a=b', [0]],
    ['start and end do not overlap', ['aba*ba'], '/aba', []],
    ['start with a query, and end', ['a?x=*.htm', 'a?y=*.htm'], '/a?x=1.htm', [0]],
    ['several pieces in order', ['a*b*c*d', 'a*c*b*d'], '/a-b-c-d', [0]],
    ['pieces of one letter', ['*a*', '*b*', '*a*b*', '*b*a*'], '/xbxa', [0, 1, 3]],
    ['all share a long piece', ['products/*/1', 'products/*/2', 'products/*/12'], '/products/shoes/12', [2]],
    ['every page', ['*', '**', '*.*', 'b'], '/a', [0, 1, 2]],
    ['*.* as the last segment', ['support/*.*', 'sales/*.*'], '/support/a/b', [0]],
    ['equal patterns', ['a*', 'b', 'a*', 'b', '*a'], '/a', [0, 2, 4]],
    ['equal in another spelling', ['/B%C3%BCro/*', 'büro/*', 'bu\u0308ro/*'], '/b%C3%BCro/1', [0, 1, 2]],
    ['whole URLs', ['https://shop.example/a', 'http://shop.example/a', 'a'], 'https://shop.example/a', [0, 2]],
    ['whole URLs with any scheme', ['//shop.example/*', '//*.example/a', '//x/a'], 'http://shop.example/a', [0, 1]],
    ['whole URLs without the query', ['//shop.example/a', '//shop.example/*.htm'], 'https://shop.example/a?x=1', [0]],
    ['whole URLs on an address that is only a path', ['//shop.example/*', 'https://*', 'a'], '/a', [2]],
    ['// in the query is no host', ['//shop.example/a', '//shop.example*'], '/b?to=x//shop.example', [1]],
    ['the host alone', ['https://shop.example', 'https://shop.example*'], 'https://shop.example/a', [1]],
    ['expressions', ['re:^shoes/\\d+$', 're:^shirts', 're:\\d', 're:^shoes/\\d+$'], '/shoes/42', [0, 2, 3]],
    ['what is refused matches nothing', ['', ' ', 're:(', 'a'.repeat(501), 'a*'.repeat(33)], `/${'a'.repeat(501)}`, []],
    ['the longest subject', ['*b', '*c', 'a*'], `/${'a'.repeat(8190)}bc`, [0, 2]],
  ])('%s', (_shape, patterns, url, expected) => {
    expect(indexPages(patterns).match(readPageAddress(url))).toEqual(expected);
    expect(matchOneByOne(patterns, url)).toEqual(expected);
  });

  test('finds what trying one by one finds', () => {
    const text = (...units: string[]) => fc.string({ unit: fc.constantFrom(...units), maxLength: 4 });
    const wildcards = fc
      .tuple(
        fc.constantFrom('', '', '', '//h/', 'http://h', 'http*://h/'),
        text('a', 'b', '/', '.', '?', '*', '*', 'É', '%62', '//'),
      )
      .map(([site, rest]) => site + rest);
    const expression = fc.constantFrom('re:a', 're:^/b', 're:b$', 're:(', 're:^http://h/a');
    const pattern = fc.oneof({ weight: 12, arbitrary: wildcards }, { weight: 1, arbitrary: expression });
    const url = fc
      .tuple(
        fc.constantFrom('', '/', 'http://h/', 'https://h/', '//h/'),
        text('a', 'b', '/', '.', '?', '*', 'h', 'e\u0301', '%62', '//h', '#'),
      )
      .map(([site, rest]) => site + rest);
    let matches = 0;
    fc.assert(
      fc.property(
        fc.array(pattern, { maxLength: 30, size: 'max' }),
        fc.array(url, { maxLength: 8, size: 'max' }),
        fc.nat(4),
        (patterns, urls, cachedPages) => {
          const index = indexPages(patterns, { cachedPages });
          for (const one of [...urls, ...urls]) {
            const expected = matchOneByOne(patterns, one);
            expect(index.match(readPageAddress(one))).toEqual(expected);
            matches += expected.length;
          }
        },
      ),
      { numRuns: 500 },
    );
    // Else it would prove little.
    expect(matches).toBeGreaterThan(1_500);
  });

  test('asks for more than the one piece that hundreds of patterns share', () => {
    const letters = [...'abcdefghijklmnopqrst'];
    const patterns = letters.flatMap((first) => letters.map((second) => `*shared*${first}*${second}*`));
    const index = indexPages(patterns);
    const found = (url: string) => index.match(readPageAddress(url)).map((number) => patterns[number]);
    expect(found('/shared/a-b')).toEqual(['*shared*a*b*']);
    expect(found('/shared/a-a')).toEqual(['*shared*a*a*']);
    expect(found('/shared')).toEqual([]);
    expect(found('/a-b/shared')).toEqual([]);
  });

  test('finds one among 10,000', () => {
    const patterns = Array.from({ length: 10_000 }, (_, number) =>
      number % 2 === 0 ? `products/*/item-${number}-*.htm` : `*&article=${number}`,
    );
    const index = indexPages(patterns);
    expect(index.match(readPageAddress('/products/shoes/item-5000-red.htm'))).toEqual([5000]);
    expect(index.match(readPageAddress('/products/shoes/item-5000-.htm?x=1&article=777'))).toEqual([777, 5000]);
  });

  test('tells a path that looks like a URL from that URL, also when it remembers pages', () => {
    const index = indexPages(['a', 'http%3A//h/a', '%68ttp://h/a', 'http://h/a']);
    const urls = ['http://h/a', '/%68ttp://h/a', 'http://h/a'];
    expect(urls.map((url) => readPageAddress(url).url)).toEqual(['http://h/a', 'http://h/a', 'http://h/a']);
    expect(urls.map((url) => index.match(readPageAddress(url)))).toEqual([
      [0, 3],
      [2, 3],
      [0, 3],
    ]);
  });
});
