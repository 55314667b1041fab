import { expect, test } from 'vitest';
import './words/speak-english.ts';
import { fillOpens } from './fill-opens.ts';

const now = Date.parse('2026-03-02T15:00:00Z');
const text = 'Nobody is here. We are back {opens}! Leave a message.';
/** Where a browser puts no-break spaces, plain ones are easier to compare. */
const plain = (words: string) => words.replace(/[\u00a0\u202f]/g, ' ');

test.each<[what: string, text: string, opensAt: string | null, language: string, zone: string, expected: string]>([
  ['later today', text, '2026-03-02T17:30:00Z', 'en-GB', 'UTC', 'Nobody is here. We are back 17:30! Leave a message.'],
  ['tomorrow', 'Back {opens}.', '2026-03-03T09:00:00Z', 'en-GB', 'UTC', 'Back tomorrow, 9:00.'],
  ['in another language', 'Wieder da: {opens}.', '2026-03-03T09:00:00Z', 'de', 'UTC', 'Wieder da: morgen, 9:00.'],
  ['within a week: the weekday', 'Back {opens}.', '2026-03-05T09:00:00Z', 'en-US', 'UTC', 'Back Thursday 9:00 AM.'],
  ['later: the date', 'Back {opens}.', '2026-03-20T09:00:00Z', 'en-GB', 'UTC', 'Back 20 March at 9:00.'],
  ['by the visitor’s own clock', 'Back {opens}.', '2026-03-02T23:00:00Z', 'en-GB', 'Asia/Tokyo', 'Back 8:00.'],
  ['not known: the sentence goes', text, null, 'en', 'UTC', 'Nobody is here. Leave a message.'],
  ['past: the sentence goes, too', 'Back {opens}', '2026-03-02T14:00:00Z', 'en', 'UTC', ''],
  ['nothing asked for', 'Nobody is here.', '2026-03-05T09:00:00Z', 'en', 'UTC', 'Nobody is here.'],
])('%s', (_what, given, opensAt, language, zone, expected) => {
  const filled = fillOpens(given, opensAt === null ? null : Date.parse(opensAt), now, language, zone);
  expect(plain(filled)).toBe(expected);
});
