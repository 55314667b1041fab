import { expect, test } from 'vitest';
import { parseSearch, type SearchTerm } from './parse-search.ts';

const term = (text: string, isPrefix = false) => ({ words: text.split(' '), isPrefix }) as unknown as SearchTerm;

test.each<[typed: string, wanted: SearchTerm[], unwanted: SearchTerm[]]>([
  ['late  Parcel', [term('late'), term('parcel')], []],
  ['"late parcel" refund', [term('late parcel'), term('refund')], []],
  ['„late parcel“', [term('late parcel')], []],
  ['"no end', [term('no end')], []],
  ['-late red -"blue lamp"', [term('red')], [term('late'), term('blue lamp')]],
  ['ref*', [term('ref', true)], []],
  ['e-mail', [term('e mail')], []],
  ['"ref*"', [term('ref')], []],
  ['a* AND b OR (c)', [term('a', true), term('and'), term('b'), term('or'), term('c')], []],
  ["'; drop table chat --", [term('drop'), term('table'), term('chat')], []],
  ['words:x ^y NEAR(z)', [term('words x'), term('y'), term('near z')], []],
  ['東京', [term('東 京')], []],
  ['😀 ok', [term('ok')], []],
])('%s', (typed, wanted, unwanted) => {
  expect(parseSearch(typed)).toEqual({ wanted, unwanted });
});

test.each(['', '?!', '😀', '- ""', Array.from({ length: 11 }, (_, n) => `w${n}`).join(' '), `"${'a '.repeat(41)}"`])(
  'refuses %s',
  (typed) => {
    expect(() => parseSearch(typed)).toThrow(/The search/);
  },
);
