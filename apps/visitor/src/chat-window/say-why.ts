import type { ErrorCode } from '@foyer/protocol/problem';
import { count, words } from './own-words.ts';

/** Why something was not accepted and what to do, in a sentence for the visitor. */
export function sayWhy(code: ErrorCode): string {
  switch (code) {
    case 'conflict':
    case 'not_found':
      return words.chatOver;
    case 'forbidden':
    case 'excluded':
      return words.notHere;
    case 'too_many_requests':
      return words.tooFast;
    case 'too_large':
      return words.tooLong;
    case 'invalid_request':
      return words.notAccepted;
    default:
      return words.ourFault;
  }
}

/** That it is tried again, and when. */
export function sayWhen(retryAfterMs: number): string {
  return count(words.tooFastFor, Math.max(1, Math.ceil(retryAfterMs / 1000)));
}
