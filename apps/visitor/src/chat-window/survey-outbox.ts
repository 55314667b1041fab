import type { ChatWindowMessage } from '@foyer/protocol/visitor-socket';
import { randomHex } from '../random-hex.ts';
import type { Fault } from './survey-fields.ts';

type Kept = Extract<ChatWindowMessage, { type: 'chat.rated' | 'survey.answered' | 'field.answered' }>;
type WithoutCid<T> = T extends unknown ? Omit<T, 'cid'> : never;
/** What the visitor answers; the client id comes on its way. */
export type SurveyMessage = WithoutCid<Kept>;

/** Answers on their way: sent again after a break, until each is acknowledged or refused. */
export interface SurveyOutbox {
  add(messages: readonly SurveyMessage[]): void;
  /** After a connection is there again. */
  resend(): void;
  acknowledge(cid: string): void;
  /** True: it was one of these. */
  refuse(cid: string, error: string, faults: readonly Fault[]): boolean;
  has(cid: string): boolean;
  clear(): void;
  isBusy(): boolean;
  error(): string | null;
  /** The same list until something else is refused. */
  faults(): readonly Fault[];
}

export function surveyOutbox(send: (message: Kept) => void): SurveyOutbox {
  let waiting: Kept[] = [];
  let error: string | null = null;
  let faults: readonly Fault[] = [];
  const drop = (cid: string) => {
    waiting = waiting.filter((message) => message.cid !== cid);
  };
  return {
    add(messages) {
      error = null;
      faults = [];
      for (const message of messages) {
        const kept = { ...message, cid: randomHex(16) } as Kept;
        waiting.push(kept);
        send(kept);
      }
    },
    resend() {
      for (const message of waiting) send(message);
    },
    acknowledge: drop,
    refuse(cid, why, found) {
      if (!waiting.some((message) => message.cid === cid)) return false;
      drop(cid);
      error = why;
      faults = found;
      return true;
    },
    has: (cid) => waiting.some((message) => message.cid === cid),
    clear() {
      waiting = [];
      error = null;
      faults = [];
    },
    isBusy: () => waiting.length > 0,
    error: () => error,
    faults: () => faults,
  };
}
