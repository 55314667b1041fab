import { codesOf } from './error-codes.ts';

/** SQLite's extended codes begin with these: another process has the file, the disk is full or fails, no memory. */
const sqlitePrefixes = [
  'SQLITE_BUSY',
  'SQLITE_LOCKED',
  'SQLITE_FULL',
  'SQLITE_IOERR',
  'SQLITE_NOMEM',
  'SQLITE_CANTOPEN',
  'SQLITE_INTERRUPT',
];

const foyerCodes = new Set([
  'FOYER_THREAD_DIED',
  'FOYER_GROUP_LOST',
  'FOYER_TRANSACTION_IDLE',
  'FOYER_CLOSED',
  'server_silent',
  // What nodes share (bus/bus-error.ts): Redis is away, or one visit is changed by all at once.
  'bus_unreachable',
  'visit_contended',
]);

/** Classes of SQLSTATE (PostgreSQL manual, appendix A): 08 connection, 40 rolled back (serialization, deadlock), 53 resources. */
const sqlStateClasses = ['08', '40', '53'];

const sqlStates = new Set([
  '25006', // read only: a standby took over, or is about to
  '25P03', // idle in transaction too long
  '55P03', // lock not available
  '57014', // cancelled by a time limit
  '57P01', // shut down by an administrator
  '57P02', // crashed
  '57P03', // starting up
  '57P05', // idle session too long
  '58030', // I/O error
]);

const networkCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

/** Words of pg's own errors that carry no code. */
const driverMessages = [
  'Connection terminated',
  'timeout exceeded when trying to connect',
  'Client has encountered a connection error',
  'timeout expired',
  'Cannot use a pool after calling end',
];

/**
 * Whether an error of the database, or of what nodes share, means "not now": the same request may succeed if it is sent again. What it wanted was not
 * stored, or its outcome is unknown, so the request must be one that can be repeated.
 */
export function isRetryable(error: unknown): boolean {
  return codesOf(error).some(({ code, message }) => {
    if (code === null) return driverMessages.some((words) => message.includes(words));
    if (foyerCodes.has(code) || networkCodes.has(code) || sqlStates.has(code)) return true;
    if (sqlitePrefixes.some((prefix) => code.startsWith(prefix))) return true;
    return /^[0-9A-Z]{5}$/.test(code) && sqlStateClasses.some((prefix) => code.startsWith(prefix));
  });
}
