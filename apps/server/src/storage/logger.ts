import type { BaseLogger } from 'pino';

/** Where storage reports what nobody waits for, such as a lost idle connection. */
export type StorageLogger = Pick<BaseLogger, 'warn' | 'error'>;

/** For tools and tests that have no log. */
export const silentLogger: StorageLogger = { warn() {}, error() {} };
