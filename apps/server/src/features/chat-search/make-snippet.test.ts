import { expect, test } from 'vitest';
import { makeSnippet } from './make-snippet.ts';
import { parseSearch } from './parse-search.ts';

/** What a search marks in a text, in brackets. */
function marked(text: string, typed: string): string | null {
  const snippet = makeSnippet(text, parseSearch(typed).wanted);
  if (!snippet) return null;
  let shown = '';
  let at = 0;
  for (const [start, end] of snippet.marks) {
    shown += `${snippet.text.slice(at, start)}[${snippet.text.slice(start, end)}]`;
    at = end;
  }
  return shown + snippet.text.slice(at);
}

const long = `${'before '.repeat(30)}the PARCEL is late${' after'.repeat(40)}`;

test.each<[what: string, text: string, typed: string, shown: string | null]>([
  ['a word, whatever its case', 'My Parcel!', 'parcel', 'My [Parcel]!'],
  ['each of several', 'red lamp, red shade', 'lamp red', '[red] [lamp], [red] shade'],
  ['a phrase as one', 'It is too late now', '"too late"', 'It is [too late] now'],
  ['a beginning', 'refunds and refused', 'ref*', '[refunds] and [refused]'],
  ['markup is text', '<b>late</b>', 'late', '<b>[late]</b>'],
  ['what overlaps is one', 'a b c', '"a b" "b c"', '[a b c]'],
  ['behind emoji', '😀😀 late', 'late', '😀😀 [late]'],
  ['CJK', '我要退货', '退货', '我要[退货]'],
  ['nothing', 'on time', 'late', null],
])('%s', (_what, text, typed, shown) => {
  expect(marked(text, typed)).toBe(shown);
});

test('of a long text the part around the first mark, whole words', () => {
  const shown = marked(long, 'parcel');
  expect(shown).toMatch(/^…before before .*the \[PARCEL\] is late after.* after…$/);
  expect(shown?.length).toBeLessThan(180);
});
