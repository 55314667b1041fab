import { type Expression, expressionSchema } from '@foyer/protocol/condition';
import { AppError } from '../../http/app-error.ts';

/** The filter of a list or report from its text; null: none. Throws `invalid_request` with the path `filter`. */
export function readFilter(text: string | undefined): Expression | null {
  if (text === undefined || text === '') return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw refusal('must be an expression as JSON');
  }
  const parsed = expressionSchema.safeParse(value);
  if (!parsed.success) throw refusal(parsed.error.issues[0]?.message ?? 'must be an expression');
  return parsed.data;
}

function refusal(message: string): AppError {
  return new AppError('invalid_request', 'The filter cannot be read', { fields: [{ path: 'filter', message }] });
}
