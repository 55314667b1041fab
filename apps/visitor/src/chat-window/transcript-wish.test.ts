import type { ChatWindowMessage } from '@foyer/protocol/visitor-socket';
import { expect, test } from 'vitest';
import './words/speak-english.ts';
import { transcriptWish } from './transcript-wish.ts';

function open(isUp = true) {
  const sent: Extract<ChatWindowMessage, { type: 'transcript.requested' }>[] = [];
  const wish = transcriptWish((message) => {
    if (isUp && message.type === 'transcript.requested') sent.push(message);
    return isUp;
  });
  wish.ask('chat', 'v@example.com');
  return { wish, sent, cid: String(sent[0]?.cid) };
}
const refusal = { type: 'error', code: 'conflict', message: 'No' } as const;

test('it is asked for, and promised', () => {
  const { wish, sent, cid } = open();
  expect(sent).toEqual([{ type: 'transcript.requested', chatId: 'chat', cid, email: 'v@example.com' }]);
  expect(wish.state()).toEqual({ state: 'asked' });
  const promise = { type: 'transcript.promised', chatId: 'chat', cid, to: 'v@example.com', when: 'atEnd' } as const;
  expect(wish.hear(promise)).toBe(true);
  expect(wish.state()).toEqual({ state: 'promised', to: 'v@example.com', when: 'atEnd' });
});

test('a refusal says why; one of something else is not for it', () => {
  const { wish, cid } = open();
  expect(wish.hear({ ...refusal, cid: 'other' })).toBe(false);
  expect(wish.hear({ ...refusal, cid })).toBe(true);
  expect(wish.state()).toEqual({
    state: 'refused',
    why: 'The transcript of this chat has been sent often enough.',
  });
});

test('without a connection, or when it is lost, it can be asked for again', () => {
  expect(open(false).wish.state()).toMatchObject({ state: 'refused', why: expect.stringMatching(/no connection/) });
  const { wish } = open();
  wish.forget();
  expect(wish.state()).toMatchObject({ state: 'refused' });
});
