import { expect, test } from 'vitest';
import { joinWords, splitWords } from './split-words.ts';

test.each<[what: string, text: string, words: string]>([
  ['lower case, without punctuation', 'Is it RED? Yes; 42-inch.', 'is it red yes 42 inch'],
  ['German keeps its letters', 'Größe: ÄRGER, Straße', 'größe ärger straße'],
  ['French parts at the apostrophe', 'L’adresse d’Émile', 'l adresse d émile'],
  ['composed, however it was typed', 'E\u0301mile', 'émile'],
  ['Arabic', 'مرحبا، كيف حالك؟', 'مرحبا كيف حالك'],
  ['marks belong to their letters', 'हिन्दी', 'हिन्दी'],
  ['Chinese by character', '我要退货', '我 要 退 货'],
  ['Japanese by character, beside Latin', 'テストOK東京', 'テ ス ト ok 東 京'],
  ['Korean by word', '안녕하세요 세계', '안녕하세요 세계'],
  ['Thai by character, with its vowel signs', 'กี่บาท', 'กี่ บ า ท'],
  ['emoji part words and are none', 'hello😀world 👍🏽 1️⃣ ❤️', 'hello world 1'],
  ['an e-mail address', 'Ann.Lee@example.test', 'ann lee example test'],
  ['nothing', ' – … ', ''],
])('%s', (_what, text, words) => {
  expect(joinWords(text)).toBe(words);
});

test('offsets are of the text as it is', () => {
  const text = '😀 E\u0301mile, 京';
  expect(splitWords(text).map(({ start, end }) => text.slice(start, end))).toEqual(['E\u0301mile', '京']);
});

test('a word of thousands of letters is cut, not between the halves of a character', () => {
  expect(joinWords('𝐚'.repeat(3000))).toBe('𝐚'.repeat(64));
});
