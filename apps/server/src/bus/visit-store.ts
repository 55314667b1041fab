/** What a change makes of a visit. */
export interface Change<V, R> {
  /** The visit as it is now; null ends it. */
  next: V | null;
  /** When to look at it again (epoch ms); null: not before it changes. */
  wakeAt: number | null;
  result: R;
}

/** Names one live visit. Neither part may be empty, and the site's may not contain a colon. */
export interface VisitKey {
  siteId: string;
  visitorId: string;
}

/** How long after a claim an unanswered wake-up comes again. */
export const reclaimMs = 10_000;

/** The live visits, shared by all nodes. `V` is a JSON object that nobody changes in place. */
export interface VisitStore<V> {
  /**
   * Reads one live visit, applies a pure change, and writes it back if nobody else has meanwhile; else tries again, so
   * `change` may run several times and must do nothing but compute. If it returns the very object it was given and the
   * wake-up it had, nothing is written. Rejects with what `change` throws, or with BusError.
   */
  update<R>(siteId: string, visitorId: string, change: (current: V | null) => Change<V, R>): Promise<R>;
  get(siteId: string, visitorId: string): Promise<V | null>;
  /** All live visits of a site, in no order. Visits that come or go meanwhile may be in it or not. */
  list(siteId: string): Promise<V[]>;
  count(siteId: string): Promise<number>;
  /**
   * Claims at most `limit` wake-ups that are due, each for one node only, earliest first. The node then calls `update`,
   * whose new `wakeAt` replaces the wake-up. If it dies, or changes nothing, the wake-up comes again after 10 s.
   */
  takeDue(now: number, limit: number): Promise<VisitKey[]>;
  /** When the next wake-up is due (epoch ms), or null. */
  earliestWakeAt(): Promise<number | null>;
  close(): Promise<void>;
}
