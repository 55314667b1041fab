import type { ChatWindowFrame, ChatWindowMessage } from '@foyer/protocol/visitor-socket';
import { randomHex } from '../random-hex.ts';
import { words } from './own-words.ts';
import { sayWhy } from './say-why.ts';

/** How far the visitor's wish for the transcript is. */
export type TranscriptState =
  | { state: 'none' }
  | { state: 'asked' }
  | { state: 'promised'; to: string; when: 'now' | 'atEnd' }
  | { state: 'refused'; why: string };

/** Asks for a chat's transcript by e-mail, one wish at a time. */
export interface TranscriptWish {
  state(): TranscriptState;
  ask(chatId: string, email: string): void;
  /** Whether the frame was the answer. */
  hear(frame: ChatWindowFrame): boolean;
  /** There is no answer to come any more. */
  forget(): void;
}

export function transcriptWish(send: (message: ChatWindowMessage) => boolean): TranscriptWish {
  let current: TranscriptState = { state: 'none' };
  let cid: string | null = null;
  const settle = (next: TranscriptState) => {
    current = next;
    cid = null;
  };
  return {
    state: () => current,
    ask(chatId, email) {
      cid = randomHex(16);
      current = { state: 'asked' };
      if (!send({ type: 'transcript.requested', chatId, cid, email }))
        settle({ state: 'refused', why: words.noConnection });
    },
    hear(frame) {
      if (cid === null || !('cid' in frame) || frame.cid !== cid) return false;
      if (frame.type === 'transcript.promised') settle({ state: 'promised', to: frame.to, when: frame.when });
      else if (frame.type !== 'error') return false;
      else
        settle({
          state: 'refused',
          why: frame.code === 'conflict' ? words.transcriptOften : sayWhy(frame.code),
        });
      return true;
    },
    forget() {
      if (current.state === 'asked') settle({ state: 'refused', why: words.connectionLost });
    },
  };
}
