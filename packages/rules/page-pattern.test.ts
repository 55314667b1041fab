import { describe, expect, test } from 'vitest';
import { indexPages } from './page-index.ts';
import { checkPagePattern, compilePagePattern, readPageAddress } from './page-pattern.ts';

const matches = (pattern: string, url: string) => compilePagePattern(pattern).matches(readPageAddress(url));

describe('S-023 S-056 page patterns (rules.md section 3)', () => {
  test.each<[sentence: string, pattern: string, url: string, expected: boolean]>([
    ['* matches any run of characters', 'a*c', '/abbbc', true],
    ['* matches also none', 'a*c', '/ac', true],
    ['* matches also /', 'a*c', '/a/b/c', true],
    ['* alone matches every page', '*', '/', true],
    ['everything else is literal: a dot', 'a.htm', '/axhtm', false],
    ['everything else is literal: brackets and plus', 'a[1]+(b)', '/a[1]+(b)', true],
    ['? is literal, since it starts the query string', 'a?b', '/axb', false],
    ['? is literal, and matches the query string', 'a?b', '/a?b', true],
    ['case-insensitive', 'Sales.HTM', '/sAles.htm', true],
    ['case-insensitive beyond ASCII', 'BÜRO', '/büro', true],
    ['anchored at the start', 'b', '/ab', false],
    ['anchored at the end', 'a', '/ab', false],
    ['the page loses scheme and host', 'sales.htm', 'https://shop.example/sales.htm', true],
    ['the page loses scheme, host and port', 'sales.htm', 'http://shop.example:8080/sales.htm', true],
    ['the page loses the leading /', 'sales.htm', '/sales.htm', true],
    ['the pattern loses the leading /', '/sales.htm', 'https://shop.example/sales.htm', true],
    ['only one leading / is lost', 'x', '//x', false],
    ['the home page is the empty path', '/', 'https://shop.example/', true],
    ['the home page without a slash, too', '/', 'https://shop.example', true],
    ['the home page is no other page', '/', 'https://shop.example/a', false],
    ['percent-encoding is normalised: page encoded', 'my page.htm', '/my%20page.htm', true],
    ['percent-encoding is normalised: pattern encoded', 'my%20page.htm', '/my page.htm', true],
    ['percent-encoding is normalised: letters', 'shop', '/%73hop', true],
    ['percent-encoding is normalised: UTF-8', 'büro/*', '/b%C3%BCro/a', true],
    ['percent-encoding is normalised: composed and decomposed', 'bu\u0308ro', '/b%C3%BCro', true],
    ['percent-encoding is normalised: hex digits in any case', 'a%2fb', '/a%2Fb', true],
    ['an encoded slash stays one', 'a/b', '/a%2Fb', false],
    ['an encoded question mark does not start the query', 'a', '/a%3Fb', false],
    ['an encoded percent sign is not decoded twice', 'a%41', '/a%2541', false],
    ['a percent sign that encodes nothing is literal', '100%', '/100%', true],
    ['encoded bytes that are no UTF-8 compare as they stand', 'a%FFb', '/a%ffb', true],
    ['the fragment of the page is dropped', 'a.htm', '/a.htm#top', true],
    ['the fragment of the pattern is dropped', 'a.htm#top', '/a.htm', true],
    ['a fragment is dropped before the query would be read', 'a.htm', '/a.htm#?x=1', true],
    ['a pattern with a scheme looks at the whole URL', 'https://shop.example/a*', 'https://shop.example/ab', true],
    ['a pattern with a scheme: other scheme', 'https://shop.example/a*', 'http://shop.example/ab', false],
    ['a pattern with a scheme: other host', 'https://shop.example/a*', 'https://evil.example/ab', false],
    ['a pattern with //: any scheme', '//shop.example/a*', 'http://shop.example/ab', true],
    ['a pattern with //: other host', '//shop.example/a*', 'https://old.example/ab', false],
    ['a pattern with //: hosts by wildcard', '//*.shop.example/a', 'https://www.shop.example/a', true],
    ['a pattern with //: case-insensitive', '//SHOP.example/A', 'https://shop.EXAMPLE/a', true],
    ['a whole-URL pattern without ? matches without the query', '//shop.example/a', 'https://shop.example/a?x=1', true],
    ['a whole-URL pattern with ? needs the query', '//shop.example/a?x=1', 'https://shop.example/a', false],
    ['a host alone is its home page', 'https://shop.example', 'https://shop.example/', true],
    ['a host alone is no other page', 'https://shop.example', 'https://shop.example/a', false],
    ['a host with a final star is every page', 'https://shop.example*', 'https://shop.example/a/b', true],
    ['matches path plus query string', 'a?x=1', '/a?x=1', true],
    ['one without ? also matches the path alone', 'a', '/a?x=1', true],
    ['one with ? does not match the path alone', 'a?x=1', '/a', false],
    ['*.* as the last segment means *', 'support/*.*', '/support/', true],
    ['support/*.* covers support/a.htm', 'support/*.*', '/support/a.htm', true],
    ['support/*.* covers support/a', 'support/*.*', '/support/a', true],
    ['support/*.* covers support/a/b.htm', 'support/*.*', '/support/a/b.htm', true],
    ['support/*.* does not cover sales/a.htm', 'support/*.*', '/sales/a.htm', false],
    ['*.* alone is every page', '*.*', '/a', true],
    ['*.* as the last segment before a query', 'support/*.*?x=*', '/support/a?x=1', true],
    ['*.* elsewhere keeps its dot', '*.*/a', '/b/a', false],
    ['*.* in the query keeps its dot', 'a?x/*.*', '/a?x/b', false],
    ['*source=adwords matches /?source=adwords', '*source=adwords', '/?source=adwords', true],
    ['*source=adwords matches /x.htm?y=1&source=adwords', '*source=adwords', '/x.htm?y=1&source=adwords', true],
    ['*source=adwords does not match /?source=adwords&x=1', '*source=adwords', '/?source=adwords&x=1', false],
    ['hidden*.htm matches /hidden.htm', 'hidden*.htm', '/hidden.htm', true],
    ['hidden*.htm matches /hidden1.htm', 'hidden*.htm', '/hidden1.htm', true],
    ['hidden*.htm matches /hidden1.htm?a=b', 'hidden*.htm', '/hidden1.htm?a=b', true],
    ['hidden*.htm does not match /x/hidden1.htm', 'hidden*.htm', '/x/hidden1.htm', false],
    ['hidden*.htm does not match /hidden1.php', 'hidden*.htm', '/hidden1.php', false],
    ['re: starts a regular expression', 're:^shoes/\\d+$', '/shoes/42', true],
    ['re: has to be found', 're:^shoes/\\d+$', '/shoes/red', false],
    ['re: may be written with the leading slash', 're:^/shoes', '/shoes/42', true],
    ['re: sees the query string', 're:[?&]id=7', '/x?y=1&id=7', true],
    ['re: sees the path alone, too', 're:htm$', '/a.htm?x=1', true],
    ['re: without regard to case', 're:^SHOES', '/shoes', true],
    ['re: with a scheme looks at the whole URL', 're:^https?://shop\\.', 'https://shop.example/a', true],
    ['re: that can not be saved matches nothing', 're:(?=a)a', '/a', false],
  ])('%s: %s on %s', (_sentence, pattern, url, expected) => {
    expect(matches(pattern, url)).toBe(expected);
  });

  test('subjects are cut at 8 KiB', () => {
    const url = `/${'a'.repeat(8190)}bc`;
    expect([matches('*b', url), matches('*c', url)]).toEqual([true, false]);
  });

  test.each<[rule: string, pattern: string, refusal: RegExp | null]>([
    ['an ordinary pattern', 'support/*.*', null],
    ['500 characters', 'a'.repeat(500), null],
    ['501 characters', 'a'.repeat(501), /longer than 500/],
    ['32 stars', 'a*'.repeat(32), null],
    ['33 stars', 'a*'.repeat(33), /more than 32 stars/],
    ['nothing at all', '  ', /empty/],
    ['an expression', 're:^a+$', null],
    ['an expression with an open bracket', 're:(a', /linear time/],
    ['an expression that needs backtracking: look-ahead', 're:(?=a)b', /linear time/],
    ['an expression that needs backtracking: reference', 're:(a)\\1', /linear time/],
    ['an expression that is too large', 're:((a|b|c){30}){30}', /costly/],
  ])('saving %s', (_rule, pattern, refusal) => {
    const message = checkPagePattern(pattern);
    if (refusal === null) expect(message).toBeNull();
    else expect(message).toMatch(refusal);
  });
});

describe('sites that route by fragment', () => {
  const matches = (pattern: string, url: string, keepsFragments: boolean) =>
    compilePagePattern(pattern, keepsFragments).matches(readPageAddress(url));

  test.each<[rule: string, pattern: string, url: string, dropped: boolean, kept: boolean]>([
    ['the fragment is dropped, or a part of the page', 'about', 'https://shop.example/about#team', true, false],
    ['a route', '#/products/*', 'https://shop.example/#/products/lamp', true, true],
    ['another route', '#/products/*', 'https://shop.example/#/basket', true, false],
    ['ends with', '*/lamp', 'https://shop.example/#/products/lamp', false, true],
    ['a page without a fragment', 'about', 'https://shop.example/about', true, true],
    ['a whole address', 'https://shop.example/#/basket', 'https://shop.example/#/basket', true, true],
    ['in any case', '#/BASKET', 'https://shop.example/#/basket', true, true],
  ])('%s: %s on %s', (_rule, pattern, url, dropped, kept) => {
    // A pattern of nothing but a fragment is the home page where fragments are dropped.
    expect(matches(pattern, url, false)).toBe(dropped);
    expect(matches(pattern, url, true)).toBe(kept);
    expect(indexPages([pattern], { keepsFragments: true }).match(readPageAddress(url))).toEqual(kept ? [0] : []);
  });
});
