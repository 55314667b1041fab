import type { Expression } from '@foyer/protocol/condition';
import type { RawBuilder, SqlBool } from 'kysely';
import { AppError } from '../../http/app-error.ts';

export async function compileChatFilter(_context: object, _expression: Expression): Promise<RawBuilder<SqlBool>> {
  throw new AppError('invalid_request', 'no filter yet');
}
