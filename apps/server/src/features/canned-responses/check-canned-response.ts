import { cannedPlaceholders, unknownCannedPlaceholders } from '@foyer/protocol/canned-response';
import { AppError } from '../../http/app-error.ts';
import { findSurveyNameFault } from '../surveys/check-survey-names.ts';

/** Throws when a canned response has placeholders that mean nothing. `names`: of the questions of its site; null: it is for any. */
export function checkCannedResponse({ body }: { body: string }, names: ReadonlySet<string> | null): void {
  const message = findPlaceholderFault(body) ?? (names && findSurveyNameFault(body, names));
  if (message !== null)
    throw new AppError('invalid_request', 'The text has a placeholder that is not known', {
      fields: [{ path: 'body', message }],
    });
}

/** What is wrong with the placeholders of a canned response's text; null: nothing. */
export function findPlaceholderFault(body: string): string | null {
  const unknown = unknownCannedPlaceholders(body);
  if (unknown.length === 0) return null;
  const known = [...cannedPlaceholders, 'survey.NAME'].map((one) => `{${one}}`).join(' ');
  return `has ${unknown.map((one) => `{${one}}`).join(' ')}, which is not known; there are ${known}`;
}
