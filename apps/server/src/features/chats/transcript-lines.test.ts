import type { ChatEntry, EntryContent } from '@foyer/protocol/chat';
import { expect, test } from 'vitest';
import { transcriptOf } from './transcript-lines.ts';

type Kind = ChatEntry['sender']['kind'];
const operatorId = '01890000-0000-7000-8000-000000000001';
const entry = (content: EntryContent, kind: Kind = 'operator', seq = 1): ChatEntry => ({
  seq,
  at: seq * 1000,
  sender: { kind, name: kind === 'operator' ? 'Olga' : null, operatorId: kind === 'operator' ? operatorId : null },
  cid: null,
  content,
});
const linesOf = (...entries: ChatEntry[]) => transcriptOf(entries, 'Vera').lines.map(({ at: _at, ...line }) => line);
const question = { kind: 'requested', name: 'Vera', email: null, question: 'Is it red?', pageUrl: null } as const;

test.each<[what: string, content: EntryContent, kind: Kind, line: object]>([
  ['the question', question, 'visitor', { side: 'visitor', name: 'Vera', text: 'Is it red?' }],
  [
    'a message of the visitor',
    { kind: 'message', body: 'Hi' },
    'visitor',
    { side: 'visitor', name: 'Vera', text: 'Hi' },
  ],
  [
    'one of the operator',
    { kind: 'message', body: 'Yes' },
    'operator',
    { side: 'operator', name: 'Olga', text: 'Yes' },
  ],
  ['an automatic one', { kind: 'message', body: 'There?' }, 'system', { side: 'operator', name: null, text: 'There?' }],
  [
    'an answer by e-mail',
    { kind: 'replied', body: 'Yes', to: 'v@example.com' },
    'operator',
    { side: 'operator', name: 'Olga', text: 'Yes' },
  ],
  [
    'who joined',
    { kind: 'joined', operatorName: 'Olga' },
    'operator',
    { side: 'note', name: null, text: 'Olga joined the chat' },
  ],
  [
    'a file, by its name',
    { kind: 'file', fileId: 'e'.repeat(32), name: 'cup.webp', mediaType: 'image/webp', bytes: 9, width: 3, height: 3 },
    'visitor',
    { side: 'visitor', name: 'Vera', text: '[File: cup.webp]' },
  ],
  [
    'answers, but none that is to be hidden',
    {
      kind: 'surveyAnswered',
      phase: 'preChat',
      answers: [
        { name: 'order', label: 'Order', value: '12' },
        { name: 'iban', label: 'IBAN', value: 'Secret', masked: true },
      ],
    },
    'visitor',
    { side: 'note', name: null, text: 'Order: 12' },
  ],
])('a transcript has %s', (_what, content, kind, line) => {
  expect(linesOf(entry(content, kind))).toEqual([line]);
});

test.each<EntryContent>([
  { kind: 'wrapUpChosen', optionId: null, path: ['Secret'], before: null },
  { kind: 'wrapUpOpened', caption: 'Secret' },
  { kind: 'tagAdded', name: 'Secret', value: null },
  { kind: 'tagChanged', name: 'Secret', value: 'a', before: null },
  { kind: 'tagRemoved', name: 'Secret', value: null },
  { kind: 'claimed', from: 'Secret' },
  { kind: 'claimReleased' },
  { kind: 'settled', way: 'spam', note: 'Secret' },
  { kind: 'reopened' },
  { kind: 'whisper', body: 'Secret' },
  { kind: 'note', body: 'Secret' },
  { kind: 'helpAsked', note: 'Secret' },
  { kind: 'transcriptSent', to: 'secret@shop.example', audience: 'staff' },
  { kind: 'pageChanged', url: 'https://shop.example/secret', title: 'Secret' },
])('nothing of $kind', (content) => {
  expect(linesOf(entry(content))).toEqual([]);
});

test('of a long chat the newest lines, with how many are left out', () => {
  const entries = Array.from({ length: 1003 }, (_none, index) =>
    entry({ kind: 'message', body: `No. ${index + 1}` }, 'visitor', index + 1),
  );
  const { lines, omitted } = transcriptOf(entries, null);
  expect([omitted, lines.length, lines[0]?.text, lines.at(-1)?.text]).toEqual([3, 1000, 'No. 4', 'No. 1003']);
  const long = Array.from({ length: 100 }, (_none, index) =>
    entry({ kind: 'message', body: 'x'.repeat(4000) }, 'visitor', index + 1),
  );
  expect(transcriptOf(long, null)).toMatchObject({ omitted: 50, lines: { length: 50 } });
});
