import { assertNever } from '@foyer/protocol/assert-never';
import { newId } from '../../http/new-id.ts';
import { isRetryable } from '../../storage/is-retryable.ts';
import { type DeliverySettings, noteWebhookHealth, readDeliverySettings } from '../notifications/delivery-settings.ts';
import type { SecretBox } from '../notifications/secret-box.ts';
import { stopWebhook } from '../notifications/stop-webhook.ts';
import { maxAttempts, waitAfter } from './back-off.ts';
import { CircuitBreaker } from './circuit-breaker.ts';
import {
  dropExcess,
  expireItems,
  insertRows,
  type Lane,
  type LeasedItem,
  leaseItems,
  listDueLanes,
  type Settlement,
  settleItem,
} from './outbox-repository.ts';
import { toOutboxRow } from './outbox-row.ts';
import type { Outcome } from './outcome.ts';
import { type DeliveryParts, type Plan, planDelivery } from './plan-delivery.ts';

/** For so long an item belongs to the node that took it; longer than any attempt. */
const leaseMs = 60_000;
/** Items under way at once: to one endpoint, and of this node. */
const perLane = 4;
const perNode = 256;
/** Attempts in flight get so long when the server stops. */
const closeGraceMs = 5_000;
/** How soon what could not even be begun is tried again. */
const soonMs = 5_000;
/** A receiver that has only failed for so long is left alone until somebody looks. */
const webhookFailsMs = 5 * 24 * 3_600_000;
/** What has waited for so long, an endpoint at rest included, is given up: some more than all attempts take. */
const longestWaitMs = 4 * 24 * 3_600_000;

export interface OutboxWorkerParts extends DeliveryParts {
  readonly box: SecretBox;
  readonly logger: { warn(details: object, message: string): void; error(details: object, message: string): void };
  /** In [0, 1). */
  readonly random: () => number;
  /** A signal that is given after so many milliseconds. */
  readonly deadline: (ms: number) => AbortSignal;
  /** Tells all nodes that a site's notifications have changed. */
  readonly announce: (siteId: string, documents: 'notifications') => Promise<void>;
  /** Items that may wait in one lane; more are given up, visibly. */
  readonly laneLimit: number;
}

/** A lane as this node sees it. */
interface LaneState extends Lane {
  readonly breaker: CircuitBreaker;
  busy: number;
  /** Grows with each turn, so that whoever was served last comes last. */
  turn: number;
}

/**
 * Sends what is due. Each site's mail, SMS and webhook is a lane of its own with four places, so an endpoint that hangs
 * holds up nothing else. An item goes out once, except that it goes out again, under the same id, when the other side's
 * acceptance did not reach us or could not be stored.
 */
export class OutboxWorker {
  readonly #parts: OutboxWorkerParts;
  readonly #lanes = new Map<string, LaneState>();
  readonly #inFlight = new Set<Promise<void>>();
  readonly #stop = new AbortController();
  #claiming: Promise<void> | null = null;
  #isWanted = false;
  #isClosing = false;
  #turns = 0;

  constructor(parts: OutboxWorkerParts) {
    this.#parts = parts;
  }

  /** Looks soon for what is due. For whoever has just written an item, after the commit. */
  wake(): void {
    this.tick().catch((error) => this.#parts.logger.warn({ err: error }, 'the outbox cannot be read'));
  }

  /** Takes what is due and begins to send it; resolves when there is nothing more to take, or no place. */
  tick(): Promise<void> {
    if (this.#isClosing) return Promise.resolve();
    this.#isWanted = true;
    this.#claiming ??= this.#claim().finally(() => {
      this.#claiming = null;
      if (this.#isWanted) this.wake();
    });
    return this.#claiming;
  }

  /** Resolves when nothing is under way and nothing more is due. */
  async idle(): Promise<void> {
    while (this.#claiming !== null || this.#inFlight.size > 0)
      await Promise.allSettled([this.#claiming, ...this.#inFlight]);
  }

  /** Gives up what has waited too long, and what is too much. */
  async sweep(): Promise<void> {
    const { storage, laneLimit: most, now } = this.#parts;
    const { db } = storage;
    const tooLong = 'It could not be delivered within four days';
    const tooMany = `More than ${most} items wait: the newest are given up`;
    while (await expireItems(db, now() - longestWaitMs, tooLong, now()));
    for (const lane of await listDueLanes(db, Number.MAX_SAFE_INTEGER))
      while (await dropExcess(db, lane, { most, reason: tooMany, now: now() }));
  }

  /** Takes no more, lets what is under way end for a moment, and gives the rest back at once. */
  async close(): Promise<void> {
    this.#isClosing = true;
    this.#isWanted = false;
    await this.#claiming?.catch(() => undefined); // told already to whoever asked for it
    const grace = this.#parts.deadline(closeGraceMs);
    if (this.#inFlight.size > 0)
      await Promise.race([
        this.idle(),
        new Promise((resolve) => grace.addEventListener('abort', resolve, { once: true })),
      ]);
    this.#stop.abort();
    await this.idle();
  }

  async #claim(): Promise<void> {
    const { storage, now, box } = this.#parts;
    while (this.#isWanted && !this.#isClosing) {
      this.#isWanted = false;
      const lanes = (await listDueLanes(storage.db, now())).map((lane) => this.#laneOf(lane));
      lanes.sort((one, other) => one.turn - other.turn);
      for (const lane of lanes) {
        const limit = Math.min(lane.breaker.allowance(now(), perLane) - lane.busy, perNode - this.#inFlight.size);
        if (limit <= 0 || this.#isClosing) continue;
        const settings = await readDeliverySettings(storage.db, box, lane.siteId, now());
        const at = now();
        const items = await leaseItems(storage.db, storage.dialect, lane, { limit, now: at, leaseUntil: at + leaseMs });
        lane.turn = ++this.#turns;
        for (const item of items) this.#begin(lane, item, settings);
      }
    }
  }

  #laneOf({ siteId, kind }: Lane): LaneState {
    const name = `${siteId} ${kind}`;
    const known = this.#lanes.get(name);
    if (known) return known;
    const lane = { siteId, kind, breaker: new CircuitBreaker(), busy: 0, turn: 0 };
    this.#lanes.set(name, lane);
    return lane;
  }

  #begin(lane: LaneState, item: LeasedItem, settings: DeliverySettings): void {
    lane.busy += 1;
    const work = this.#deliver(lane, item, settings)
      .catch((error) => {
        // The lease runs out, and the item is sent then: again, if it went out and only that could not be stored.
        this.#parts.logger.warn({ err: error, id: item.id }, 'an item of the outbox could not be settled');
      })
      .finally(() => {
        lane.busy -= 1;
        this.#inFlight.delete(work);
        this.wake();
      });
    this.#inFlight.add(work);
  }

  async #deliver(lane: LaneState, item: LeasedItem, settings: DeliverySettings): Promise<void> {
    const { now } = this.#parts;
    if (item.attempts > maxAttempts) return this.#bury(item, 'The server stopped in the middle of the last attempt');
    let plan: Plan;
    try {
      plan = await planDelivery(this.#parts, item, settings);
    } catch (error) {
      if (!isRetryable(error)) this.#parts.logger.error({ err: error, id: item.id }, 'an item cannot be prepared');
      if (isRetryable(error)) return this.#giveBack(item, now() + soonMs);
      return this.#tryAgainLater(item, {
        answer: 'It could not be prepared: see the server’s log',
        retryAfterMs: null,
      });
    }
    if (plan.kind === 'hold')
      return this.#settle(item, { state: plan.state, attempts: item.attempts - 1, nextAt: null, answer: plan.reason });
    const outcome = await plan.send(AbortSignal.any([this.#stop.signal, this.#parts.deadline(plan.limitMs)]));
    if (outcome.kind === 'failed' && this.#stop.signal.aborted) return this.#giveBack(item, now());
    await this.#conclude(lane, item, settings, outcome);
  }

  async #conclude(lane: LaneState, item: LeasedItem, settings: DeliverySettings, outcome: Outcome): Promise<void> {
    const { kind, answer } = outcome;
    if (kind === 'failed') lane.breaker.failed(this.#parts.now());
    else lane.breaker.succeeded();
    switch (kind) {
      case 'accepted':
        await this.#settle(item, { state: 'sent', attempts: item.attempts, nextAt: null, answer });
        break;
      case 'refused':
      case 'gone':
        await this.#bury(item, answer);
        break;
      case 'failed':
      case 'deferred':
        await this.#tryAgainLater(item, outcome);
        break;
      default:
        assertNever(kind);
    }
    if (item.kind === 'webhook') await this.#watchWebhook(item.site_id, settings, kind);
  }

  /** Switches a receiver off that says it is gone, or has said nothing else than failures for days. */
  async #watchWebhook(siteId: string, { webhook }: DeliverySettings, kind: Outcome['kind']): Promise<void> {
    if (webhook === null || typeof webhook === 'string' || kind === 'refused') return;
    const { now, storage } = this.#parts;
    const at = now();
    const hasFailed = kind !== 'accepted';
    await noteWebhookHealth(storage.db, siteId, webhook.failingSince, hasFailed ? at : null);
    if (kind === 'gone') return this.#stopWebhook(siteId, webhook.url, 'The receiver answered that it is gone (410)');
    if (hasFailed && webhook.failingSince !== null && at - webhook.failingSince >= webhookFailsMs)
      return this.#stopWebhook(siteId, webhook.url, 'The receiver has failed for five days');
  }

  async #stopWebhook(siteId: string, url: string, reason: string): Promise<void> {
    const { storage, now, announce, logger } = this.#parts;
    const at = now();
    const stopped = await storage.db.transaction().execute(async (trx) => {
      const notifications = await stopWebhook(trx, siteId, url, { at, reason });
      const rows = (notifications?.emails ?? []).map((to) =>
        toOutboxRow({
          siteId,
          id: newId(),
          at,
          occurrence: `webhook-stopped/${at}/${to}`,
          cause: 'Webhook switched off',
          visitorId: null,
          visitId: null,
          message: {
            kind: 'email',
            to,
            template: 'notice',
            subject: 'A webhook was switched off',
            text: `${reason}: ${url}\n\nNothing more is sent there. What happens meanwhile stays in the outbox, and the webhook can be switched on again in the settings under Notifications.`,
          },
        }),
      );
      await insertRows(trx, storage.dialect, rows);
      return notifications !== null;
    });
    if (!stopped) return;
    logger.warn({ siteId, reason }, 'a webhook was switched off');
    await announce(siteId, 'notifications');
  }

  #tryAgainLater(item: LeasedItem, { answer, retryAfterMs }: Pick<Outcome, 'answer' | 'retryAfterMs'>): Promise<void> {
    const wait = waitAfter(item.attempts, this.#parts.random(), retryAfterMs);
    if (wait === null) return this.#bury(item, answer);
    const nextAt = this.#parts.now() + wait;
    return this.#settle(item, { state: 'waiting', attempts: item.attempts, nextAt, answer });
  }

  #bury(item: LeasedItem, answer: string): Promise<void> {
    return this.#settle(item, { state: 'dead', attempts: item.attempts, nextAt: null, answer });
  }

  /** As if it had never been taken. */
  #giveBack(item: LeasedItem, nextAt: number): Promise<void> {
    return this.#settle(item, { state: 'waiting', attempts: item.attempts - 1, nextAt, answer: null });
  }

  async #settle(item: LeasedItem, settlement: Settlement): Promise<void> {
    const { storage, now, logger } = this.#parts;
    if (!(await settleItem(storage.db, item, settlement, now())))
      logger.warn({ id: item.id, state: settlement.state }, 'a lease had run out before its item was settled');
  }
}
