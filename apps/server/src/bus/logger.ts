import type { BaseLogger } from 'pino';

/** Where the bus reports what nobody waits for, such as a handler that failed. */
export type BusLogger = Pick<BaseLogger, 'warn' | 'error'>;
