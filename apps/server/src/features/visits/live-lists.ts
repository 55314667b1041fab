import type { LiveView, LiveVisit } from '@foyer/protocol/visit';
import type { Visit } from '@foyer/rules/visit';
import { hasOpened } from '@foyer/rules/visit-state';
import type { EventBus } from '../../bus/event-bus.ts';
import type { VisitStore } from '../../bus/visit-store.ts';
import { toLiveRow } from './live-row.ts';
import { type ShownView, showView } from './live-view.ts';
import type { SiteConfigurations } from './site-configuration.ts';
import { type LiveChange, liveChannel } from './visit-channels.ts';

/** Changes are told at most this often. */
const coalesceMs = 250;
/** Visitors that left go from the list when their grace time is over: looked at this often. */
const graceLookMs = 5000;

/** What a subscriber is told: the whole first, then what changed since. */
export interface LiveUpdate {
  readonly isSnapshot: boolean;
  /** Rows that are new on this screen or changed. */
  readonly rows: readonly LiveVisit[];
  /** Visitor ids on the screen, in order. */
  readonly order: readonly string[];
  readonly counts: ShownView['counts'];
}

interface Subscriber {
  view: LiveView;
  /** Rows last told, by visitor id: the same object means unchanged. */
  told: ReadonlyMap<string, LiveVisit> | null;
  toldState: string;
  readonly tell: (update: LiveUpdate) => void;
}

/** One site's live visits on this node, kept while somebody watches. */
class LiveList {
  readonly rows = new Map<string, LiveVisit>();
  readonly subscribers = new Set<Subscriber>();
  /** What was heard since each reading under way began: it may be newer than what is read. */
  readonly readings = new Set<LiveChange[]>();
  isDirty = false;
  timer: NodeJS.Timeout | null = null;
  graceMs = 0;
  graceTimer: NodeJS.Timeout | null = null;
  stop: () => Promise<void> = () => Promise.resolve();
}

/** Live visitor lists for the operators connected to this node: snapshot and coalesced changes, cut to each screen. */
export class LiveLists {
  readonly #bus: EventBus;
  readonly #store: VisitStore<Visit>;
  readonly #configurations: SiteConfigurations;
  readonly #now: () => number;
  readonly #lists = new Map<string, Promise<LiveList>>();
  readonly #onWatched = new Set<(siteId: string, isWatched: boolean) => void>();

  constructor(parts: {
    bus: EventBus;
    store: VisitStore<Visit>;
    configurations: SiteConfigurations;
    now: () => number;
  }) {
    this.#bus = parts.bus;
    this.#store = parts.store;
    this.#configurations = parts.configurations;
    this.#now = parts.now;
    parts.bus.onReconnected(() => void this.#reloadAll());
    // Names and colours of alerts stand in the rows.
    parts.configurations.onChange((change) => {
      if (this.#lists.has(change.siteId)) void this.#reload(change.siteId);
    });
  }

  /** Tells when somebody begins to watch a site's list on this node, and when nobody does any more. */
  onWatched(listener: (siteId: string, isWatched: boolean) => void): void {
    this.#onWatched.add(listener);
  }

  /** Starts to tell a subscriber of a site's list. The answer changes the view, or ends it. */
  async watch(
    siteId: string,
    view: LiveView,
    tell: (update: LiveUpdate) => void,
  ): Promise<{ change: (view: LiveView) => void; stop: () => void }> {
    const list = await this.#openToStay(siteId);
    const subscriber: Subscriber = { view, told: null, toldState: '', tell };
    list.subscribers.add(subscriber);
    this.#tellOne(list, subscriber);
    if (list.subscribers.size === 1) this.#tellWatched(siteId, true);
    return {
      change: (changed) => {
        subscriber.view = changed;
        subscriber.told = null;
        this.#tellOne(list, subscriber);
      },
      stop: () => {
        if (!list.subscribers.delete(subscriber) || list.subscribers.size > 0) return;
        this.#close(siteId, list);
        this.#tellWatched(siteId, false);
      },
    };
  }

  async #openToStay(siteId: string): Promise<LiveList> {
    for (;;) {
      const opening = this.#open(siteId);
      const list = await opening;
      // Its last subscriber may have gone while this one waited, and the list been closed with that.
      if (this.#lists.get(siteId) === opening) return list;
    }
  }

  #open(siteId: string): Promise<LiveList> {
    const known = this.#lists.get(siteId);
    if (known) return known;
    const opening = this.#load(siteId);
    this.#lists.set(siteId, opening);
    opening.catch(() => this.#lists.delete(siteId));
    return opening;
  }

  async #load(siteId: string): Promise<LiveList> {
    const list = new LiveList();
    // Subscribed before the list is read, so that nothing falls between.
    list.stop = await this.#bus.subscribe(liveChannel(siteId), (message) => this.#apply(list, message as LiveChange));
    try {
      await this.#fill(siteId, list);
    } catch (error) {
      await list.stop();
      throw error;
    }
    list.graceTimer = setInterval(() => this.#dropLeft(list), graceLookMs);
    list.graceTimer.unref();
    return list;
  }

  async #fill(siteId: string, list: LiveList): Promise<void> {
    const meanwhile: LiveChange[] = [];
    list.readings.add(meanwhile);
    try {
      const configuration = await this.#configurations.find(siteId);
      const visits = configuration ? await this.#store.list(siteId) : [];
      const now = this.#now();
      list.rows.clear();
      if (configuration) {
        list.graceMs = configuration.site.leftGraceMinutes * 60_000;
        for (const visit of visits)
          if (hasOpened(visit)) list.rows.set(visit.visitorId, toLiveRow(visit, configuration, now));
      }
      for (const change of meanwhile) putRow(list, change);
    } finally {
      list.readings.delete(meanwhile);
    }
    this.#dropLeft(list);
  }

  async #reload(siteId: string): Promise<void> {
    const list = await this.#lists.get(siteId)?.catch(() => null);
    if (!list) return;
    await this.#fill(siteId, list).catch(() => undefined);
    this.#touch(list);
  }

  async #reloadAll(): Promise<void> {
    for (const siteId of [...this.#lists.keys()]) await this.#reload(siteId);
  }

  #apply(list: LiveList, change: LiveChange): void {
    for (const meanwhile of list.readings) meanwhile.push(change);
    putRow(list, change);
    this.#touch(list);
  }

  #dropLeft(list: LiveList): void {
    const before = this.#now() - list.graceMs;
    for (const [visitorId, row] of list.rows)
      if (row.leftAt !== null && row.state === 'left' && row.leftAt < before) {
        list.rows.delete(visitorId);
        this.#touch(list);
      }
  }

  #touch(list: LiveList): void {
    list.isDirty = true;
    if (list.timer) return;
    list.timer = setTimeout(() => {
      list.timer = null;
      if (!list.isDirty) return;
      list.isDirty = false;
      this.#tellAll(list);
    }, coalesceMs);
    list.timer.unref();
  }

  #tellAll(list: LiveList): void {
    // Many operators look at the same view: it is filtered and sorted once.
    const shown = new Map<string, ShownView>();
    for (const subscriber of list.subscribers) {
      const key = JSON.stringify(subscriber.view);
      let view = shown.get(key);
      if (!view) {
        view = showView(list.rows.values(), subscriber.view);
        shown.set(key, view);
      }
      this.#tellShown(subscriber, view);
    }
  }

  #tellOne(list: LiveList, subscriber: Subscriber): void {
    this.#tellShown(subscriber, showView(list.rows.values(), subscriber.view));
  }

  #tellShown(subscriber: Subscriber, { rows, counts }: ShownView): void {
    const order = rows.map((row) => row.visitorId);
    const changed = rows.filter((row) => subscriber.told?.get(row.visitorId) !== row);
    const state = JSON.stringify([order, counts]);
    const isSnapshot = subscriber.told === null;
    if (!isSnapshot && changed.length === 0 && state === subscriber.toldState) return;
    subscriber.told = new Map(rows.map((row) => [row.visitorId, row]));
    subscriber.toldState = state;
    subscriber.tell({ isSnapshot, rows: isSnapshot ? rows : changed, order, counts });
  }

  #tellWatched(siteId: string, isWatched: boolean): void {
    for (const listener of this.#onWatched) listener(siteId, isWatched);
  }

  #close(siteId: string, list: LiveList): void {
    this.#lists.delete(siteId);
    if (list.timer) clearTimeout(list.timer);
    if (list.graceTimer) clearInterval(list.graceTimer);
    void list.stop();
  }

  async close(): Promise<void> {
    for (const [siteId, opening] of this.#lists) this.#close(siteId, await opening);
  }
}

function putRow(list: LiveList, { visitorId, row }: LiveChange): void {
  if (row === null) list.rows.delete(visitorId);
  else list.rows.set(visitorId, row);
}
