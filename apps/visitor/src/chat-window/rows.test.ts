import './words/speak-english.ts';
import type { VisitorContent, VisitorEntry } from '@foyer/protocol/chat';
import type { AskedQuestion } from '@foyer/protocol/survey';
import { expect, test } from 'vitest';
import { rows } from './rows.ts';

const entry = (
  seq: number,
  kind: 'visitor' | 'operator' | 'system',
  content: VisitorContent,
  at = seq * 1_000,
): VisitorEntry => ({
  seq,
  at,
  sender: { kind, name: kind === 'operator' ? 'Ann' : null, operatorId: null },
  cid: kind === 'system' ? null : `cid-${seq}`,
  content,
});
const says = (body: string): VisitorContent => ({ kind: 'message', body });
const asked: VisitorContent = { kind: 'requested', name: null, email: null, question: 'Do you ship?', pageUrl: null };

test('the question opens the conversation; joins are notes; walking to another page is not spoken of', () => {
  const shown = rows({
    entries: [
      entry(1, 'visitor', asked),
      entry(2, 'system', { kind: 'joined', operatorName: 'Ann' }),
      entry(3, 'visitor', { kind: 'pageChanged', url: 'https://shop.example/', title: 'Shop' }),
      entry(4, 'operator', says('We do')),
      entry(5, 'system', { kind: 'ended', by: 'visitor', reason: null }),
    ],
    queued: [],
    seenByOperator: 0,
  });
  expect(shown.map(({ side, text }) => [side, text])).toEqual([
    ['visitor', 'Do you ship?'],
    ['note', 'Ann joined the chat'],
    ['operator', 'We do'],
    ['note', 'You ended the chat'],
  ]);
});

test('supervisors who take part are spoken of by name; what is between operators is not', () => {
  const shown = rows({
    entries: [
      entry(1, 'operator', { kind: 'supervisorJoined', operatorName: 'Sue' }),
      entry(2, 'system', { kind: 'internal' }),
      entry(3, 'operator', { kind: 'supervisorLeft', operatorName: 'Sue' }),
      entry(4, 'operator', { kind: 'takenOver', operatorName: 'Sid' }),
    ],
    queued: [],
    seenByOperator: 0,
  });
  expect(shown.map(({ side, text }) => [side, text])).toEqual([
    ['note', 'Sue joined the chat'],
    ['note', 'Sue left the chat'],
    ['note', 'Sid is with you now'],
  ]);
});

test('messages in a row by one side are a group; five minutes later a new one begins', () => {
  const shown = rows({
    entries: [
      entry(1, 'operator', says('a'), 0),
      entry(2, 'operator', says('b'), 299_999),
      entry(3, 'operator', says('c'), 600_000),
      entry(4, 'visitor', says('d'), 600_001),
    ],
    queued: [],
    seenByOperator: 0,
  });
  expect(shown.map(({ text, startsGroup, endsGroup }) => [text, startsGroup, endsGroup])).toEqual([
    ['a', true, false],
    ['b', false, true],
    ['c', true, true],
    ['d', true, true],
  ]);
});

test('marks: seen up to where the operator has read, then sent, then sending, then failed with its reason', () => {
  const shown = rows({
    entries: [entry(1, 'visitor', says('a')), entry(2, 'visitor', says('b')), entry(3, 'operator', says('c'))],
    queued: [
      { chatId: 'x', cid: 'cid-4', body: 'd', at: 4_000, failure: null },
      { chatId: 'x', cid: 'cid-5', body: 'e', at: 5_000, failure: 'This chat has ended.' },
    ],
    seenByOperator: 1,
  });
  expect(shown.map(({ key, mark }) => [key, mark])).toEqual([
    ['cid-1', 'seen'],
    ['cid-2', 'sent'],
    ['cid-3', null],
    ['cid-4', 'sending'],
    ['cid-5', 'failed'],
  ]);
});

test('W-160 what the operator asks for is a card until it is answered or the chat is over; hidden answers stay hidden', () => {
  const question = (name: string, label: string): AskedQuestion => ({
    name,
    label,
    type: 'text',
    help: '',
    required: true,
    masked: false,
    value: '',
    binding: null,
    shownIf: [],
    choices: [],
    multiple: false,
    link: null,
    translations: {},
  });
  const fieldAsked = (name: string, label: string): VisitorContent => ({
    kind: 'fieldAsked',
    operatorName: 'Ann',
    question: question(name, label),
  });
  const answered = (name: string, label: string, value: string): VisitorContent => ({
    kind: 'surveyAnswered',
    phase: 'preChat',
    answers: [{ name, label, value }],
  });
  const log = [
    entry(1, 'visitor', answered('topic', 'Topic', 'Delivery')),
    entry(2, 'operator', fieldAsked('order', 'Order number')),
    entry(3, 'operator', fieldAsked('pin', 'PIN')),
    entry(4, 'visitor', answered('order', 'Order number', '77')),
    entry(5, 'visitor', answered('pin', 'PIN', '')),
    entry(6, 'operator', fieldAsked('order', 'Order number')),
  ];
  const shown = (entries: VisitorEntry[]) =>
    rows({ entries, queued: [], seenByOperator: 0 }).map(({ side, text, card }) => [side, text, card?.seq ?? null]);
  expect(shown(log)).toEqual([
    ['note', 'Ann asks for: Order number', null],
    ['note', 'Ann asks for: PIN', null],
    ['note', 'Order number: 77', null],
    ['note', 'PIN: •••', null],
    ['card', 'Ann asks for: Order number', 6],
  ]);
  const over = shown([...log, entry(7, 'system', { kind: 'ended', by: 'operator', reason: null })]);
  expect(over.filter(([side]) => side === 'card')).toEqual([]);
});
