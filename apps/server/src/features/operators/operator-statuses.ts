import type { ChosenStatus, StatusCause } from '@foyer/protocol/operator';
import { stateOfHours } from '@foyer/rules/opening-hours';
import type { Logger } from 'pino';
import type { EventBus } from '../../bus/event-bus.ts';
import { AppError } from '../../http/app-error.ts';
import type { Storage } from '../../storage/storage.ts';
import { listStaffOf } from './list-staff.ts';
import type { Staff } from './staff.ts';
import { StatusLog } from './status-log.ts';
import {
  isAwayByInactivity,
  listWorkPeriods,
  noteActivity,
  sendIdleAway,
  storeStatus,
  turnPeriod,
} from './status-repository.ts';

/** An operator's status changed: all their consoles, on all nodes, follow. */
export interface StatusSignal {
  readonly operatorId: string;
  /** The console in which it was chosen, which knows; null: none. */
  readonly connectionId: string | null;
  readonly status: ChosenStatus;
  readonly cause: StatusCause;
  /** Name of the colleague who set it. */
  readonly by: string | null;
}

export const statusChannel = 'statuses';

/** What becomes of operators' statuses: chosen, set by a supervisor, by inactivity, by work periods. The database is the truth. */
export class OperatorStatuses {
  readonly #storage: Storage;
  readonly #bus: EventBus;
  readonly #staff: Staff;
  readonly #logger: Logger;
  readonly #now: () => number;
  readonly #log: StatusLog;

  constructor(parts: { storage: Storage; bus: EventBus; staff: Staff; logger: Logger; now: () => number }) {
    this.#storage = parts.storage;
    this.#bus = parts.bus;
    this.#staff = parts.staff;
    this.#logger = parts.logger;
    this.#now = parts.now;
    this.#log = new StatusLog({
      db: parts.storage.db,
      isConnected: (operatorId) => parts.staff.isConnected(operatorId),
      logger: parts.logger,
      now: parts.now,
    });
  }

  get #db() {
    return this.#storage.db;
  }

  /** An operator chose a status in one of their consoles. */
  async choose(operatorId: string, connectionId: string, status: ChosenStatus): Promise<void> {
    await storeStatus(this.#db, operatorId, status, this.#now());
    await noteActivity(this.#db, operatorId, this.#now());
    await this.#tell({ operatorId, connectionId, status, cause: 'chosen', by: null });
  }

  /** A supervisor, `by` name, sets the status of somebody who works on a site. Throws `not_found` when nobody such does. */
  async set(siteId: string, operatorId: string, status: ChosenStatus, by: string): Promise<void> {
    const staff = await listStaffOf(this.#db, siteId);
    if (!staff.some(({ id }) => id === operatorId)) throw new AppError('not_found', 'No such colleague');
    await storeStatus(this.#db, operatorId, status, this.#now());
    await this.#tell({ operatorId, connectionId: null, status, cause: 'set', by });
  }

  /** An operator did something: they come back from auto away. */
  async noteActivity(operatorId: string): Promise<void> {
    const status = await noteActivity(this.#db, operatorId, this.#now());
    if (status !== null) await this.#tell({ operatorId, connectionId: null, status, cause: 'active', by: null });
  }

  /** At the start of the only node: nobody is here yet. */
  begin(): Promise<void> {
    return this.#log.begin();
  }

  /** A console of an operator connects. With the first one their time begins; who is away by inactivity stays so until they do something. */
  async arrive(operatorId: string): Promise<void> {
    await this.#log.arrive(operatorId);
    if (this.#staff.isConnected(operatorId) || (await isAwayByInactivity(this.#db, operatorId))) return;
    await noteActivity(this.#db, operatorId, this.#now());
  }

  /** A console of an operator has gone. `left`: until all nodes know. */
  depart(operatorId: string, left: Promise<unknown>): Promise<void> {
    return this.#log.depart(operatorId, left);
  }

  /** Waits until all is logged of those who have gone. */
  close(): Promise<void> {
    return this.#log.close();
  }

  /** Sends away who does nothing, and lets work periods begin and end. Safe on several nodes at once. */
  async sweep(): Promise<void> {
    const now = this.#now();
    await this.#log.sweep();
    for (const { operatorId, periods, wasInside } of await listWorkPeriods(this.#db)) {
      const { isInside } = stateOfHours({ week: periods.week, exceptions: [] }, now, periods.timeZone);
      if (isInside === wasInside) continue;
      const turn = await turnPeriod(this.#db, operatorId, { wasInside, isInside }, now);
      const cause = isInside ? 'periodBegan' : 'periodEnded';
      if (turn) await this.#tell({ ...turn, connectionId: null, cause, by: null });
    }
    const idle = await sendIdleAway(this.#db, (operatorId) => this.#staff.isConnected(operatorId), now);
    for (const turn of idle) await this.#tell({ ...turn, connectionId: null, cause: 'inactive', by: null });
  }

  async #tell(signal: StatusSignal): Promise<void> {
    await this.#bus
      .publish(statusChannel, signal)
      .catch((error) => this.#logger.warn({ error: String(error) }, 'consoles see a status when they come back'));
  }
}
