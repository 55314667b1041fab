import { expect, test } from 'vitest';
import { BusError } from '../bus/bus-error.ts';
import { isRetryable } from './is-retryable.ts';

const coded = (code: string) => Object.assign(new Error('x'), { code });

test.each<[what: string, error: unknown, expected: boolean]>([
  ['disk full on SQLite', coded('SQLITE_FULL'), true],
  ['an I/O error with its extended code', coded('SQLITE_IOERR_FSYNC'), true],
  ['busy', coded('SQLITE_BUSY_SNAPSHOT'), true],
  ['a lost group', coded('FOYER_GROUP_LOST'), true],
  ['a serialization failure', coded('40001'), true],
  ['a deadlock', coded('40P01'), true],
  ['disk full on PostgreSQL', coded('53100'), true],
  ['a lock time-out', coded('55P03'), true],
  ['the server shutting down', coded('57P01'), true],
  ['a refused connection', coded('ECONNREFUSED'), true],
  ['every address of a host refused', new AggregateError([coded('ECONNREFUSED')]), true],
  ['a wrapped one', new Error('outer', { cause: coded('ECONNRESET') }), true],
  ['no free connection in time', new Error('timeout exceeded when trying to connect'), true],
  ['a connection that ended', new Error('Connection terminated unexpectedly'), true],
  ['Redis away', new BusError('bus_unreachable', 'x'), true],
  ['a visit that all change at once', new BusError('visit_contended', 'x'), true],
  ['an address of Redis that is none', new BusError('bus_url_invalid', 'x'), false],
  ['a unique violation on SQLite', coded('SQLITE_CONSTRAINT_UNIQUE'), false],
  ['a unique violation on PostgreSQL', coded('23505'), false],
  ['a syntax error', coded('42601'), false],
  ['a damaged file', coded('SQLITE_CORRUPT'), false],
  ['a bug of ours', new TypeError('x is not a function'), false],
  ['no error at all', 'text', false],
])('%s: %s → %s', (_what, error, expected) => {
  expect(isRetryable(error)).toBe(expected);
});
