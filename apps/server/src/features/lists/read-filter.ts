import { type Expression, expressionSchema } from '@foyer/protocol/condition';
import { checkExpression } from '@foyer/rules/check-expression';
import { AppError } from '../../http/app-error.ts';

/** The expression of a `filter` query parameter; null: none was given. Throws `invalid_request` that names `filter`. */
export function readFilter(text: string | undefined): Expression | null {
  if (text === undefined || text.trim() === '') return null;
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch (error) {
    throw refuseFilter('is not JSON', { cause: error });
  }
  const read = expressionSchema.safeParse(given);
  if (!read.success) {
    const [issue] = read.error.issues;
    throw refuseFilter([issue?.path.join('.'), issue?.message ?? 'is no expression'].filter(Boolean).join(' '));
  }
  const [fault] = checkExpression(read.data, 'filter');
  if (fault) throw refuseFilter(`${fault.path.slice('filter.'.length)} ${fault.message}`);
  return read.data;
}

/** A filter that can't be answered, and why. */
export function refuseFilter(message: string, options: ErrorOptions = {}): AppError {
  return new AppError('invalid_request', 'The filter cannot be used', {
    ...options,
    fields: [{ path: 'filter', message }],
  });
}
