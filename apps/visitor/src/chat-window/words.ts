import type { ErrorCode } from '@foyer/protocol/problem';

/** Why something was not accepted and what to do, in a sentence for the visitor. `detail` is the server's own message. */
export function sayWhy(code: ErrorCode, detail: string): string {
  switch (code) {
    case 'conflict':
    case 'not_found':
      return 'This chat has ended.';
    case 'forbidden':
    case 'excluded':
      return 'Chat is not available here.';
    case 'too_many_requests':
      return 'That was a little fast. Please try again in a moment.';
    case 'too_large':
      return 'This is too long. Please shorten it.';
    case 'invalid_request':
      return detail ? `This was not accepted: ${detail}` : 'This was not accepted. Please check what you wrote.';
    default:
      return 'Something went wrong on our side. Please try again.';
  }
}
