import type { CannedResponse } from '@foyer/protocol/canned-response';
import { expect, test } from 'vitest';
import { suggestCanned, wordsOf } from './suggest-canned.ts';

const one = (title: string, body: string, folder: string[] = []): CannedResponse => ({
  id: title,
  version: 1,
  scope: 'site',
  title,
  folder,
  body,
  attachments: [],
});
const all = [
  one('Shipping costs', 'Delivery is five pounds, anywhere in the country.'),
  one('Shipping abroad', 'We ship to France and Belgium, too.'),
  one('Opening hours', 'The shop is open from nine to five, every day of the week.'),
  one('Réparations', 'Our workshop mends every lamp of ours.', ['Lamps']),
  one('Greeting', 'Hello {visitor.name}, what can we do for you in the shop?'),
];

test.each<[what: string, said: string, titles: string[]]>([
  ['a word of the title', 'What are your opening times?', ['Opening hours']],
  ['rarer words count for more', 'shipping costs?', ['Shipping costs', 'Shipping abroad']],
  ['the other way round', 'Is shipping abroad possible?', ['Shipping abroad', 'Shipping costs']],
  ['case, accents and plurals make no difference', 'REPARATION', ['Réparations']],
  ['a word of the folder', 'my lamp is broken', ['Réparations']],
  ['one word of the text alone is chance', 'I come from France', []],
  ['two words of the text fit', 'France or Belgium?', ['Shipping abroad']],
  ['a placeholder is no word', 'visitor name', []],
  ['nothing shared', 'Is it red?', []],
  ['nothing said', '', []],
])('W-157 suggestions: %s', (_what, said, titles) => {
  expect(suggestCanned(all, said, 3).map(({ title }) => title)).toEqual(titles);
});

test('W-157 suggestions: what most responses have says nothing', () => {
  const same = ['Lamp red', 'Lamp blue', 'Lamp green'].map((title) => one(title, 'x'));
  expect(suggestCanned(same, 'a lamp', 3)).toEqual([]);
  expect(suggestCanned(same, 'a blue lamp', 3).map(({ title }) => title)).toEqual(['Lamp blue']);
});

test('W-157 suggestions: no more than are wanted', () => {
  expect(suggestCanned(all, 'shipping', 1).map(({ title }) => title)).toEqual(['Shipping abroad']);
});

test('words of a text', () => {
  expect([...wordsOf('Où est le café? Les cafés 24/7: 東京都 is')]).toEqual(['est', 'cafe', 'les', '東京都']);
});
