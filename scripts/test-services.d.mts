/** A server of a test's own. */
export interface OwnService {
  /** Its address: `postgres://…` or `redis://…`. */
  readonly value: string;
  /** Ends it by a signal (default: the gentle one), leaves it away for a while, and starts it again on the same port and data. */
  restart(signal?: NodeJS.Signals, pauseMs?: number): Promise<void>;
  stop(): Promise<void>;
}

/** A PostgreSQL and a Redis that a test may end and start as it likes; null where they are not installed. */
export function startOwnServices(): Promise<{ postgres: OwnService; redis: OwnService } | null>;
