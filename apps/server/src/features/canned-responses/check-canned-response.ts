import { cannedPlaceholders, unknownCannedPlaceholders } from '@foyer/protocol/canned-response';
import { AppError } from '../../http/app-error.ts';

/** Throws when a canned response has placeholders that mean nothing. */
export function checkCannedResponse({ body }: { body: string }): void {
  const message = findPlaceholderFault(body);
  if (message !== null)
    throw new AppError('invalid_request', 'The text has a placeholder that is not known', {
      fields: [{ path: 'body', message }],
    });
}

/** What is wrong with the placeholders of a canned response's text; null: nothing. */
export function findPlaceholderFault(body: string): string | null {
  const unknown = unknownCannedPlaceholders(body);
  if (unknown.length === 0) return null;
  const known = cannedPlaceholders.map((one) => `{${one}}`).join(' ');
  return `has ${unknown.map((one) => `{${one}}`).join(' ')}, which is not known; there are ${known}`;
}
