/** A message that the server has not yet acknowledged. */
export interface Queued {
  chatId: string;
  /** Made before the first try and never changed: a repeat is stored once. */
  cid: string;
  body: string;
  /** Epoch ms by this browser's clock, for showing only. */
  at: number;
  /** Why the server won't take it; null: it will be sent (again). */
  failure: string | null;
}

/** Where the queue outlives the page. */
export interface QueueStore {
  load(): Queued[];
  save(queue: Queued[]): void;
}

/**
 * The messages on their way, oldest first. Each step reads and writes the store, for a second tab of the same visitor may
 * work on the same queue; both may send a message, and its client id makes them one.
 */
export interface SendQueue {
  add(message: Omit<Queued, 'failure'>): void;
  /** The oldest message of a chat that may be sent: one at a time keeps them in order. */
  next(chatId: string): Queued | null;
  /** Acknowledged: committed and synced, so no longer ours to keep. */
  acknowledge(cid: string): void;
  refuse(cid: string, why: string): void;
  /** Tries a refused message again, last in the queue, under `newCid`. */
  retry(cid: string, newCid: string): void;
  all(chatId: string): Queued[];
  /** Takes away what belongs to other chats, and answers it. */
  takeOthers(chatId: string): Queued[];
}

export function sendQueue(store: QueueStore): SendQueue {
  return {
    add: (message) => store.save([...store.load(), { ...message, failure: null }]),
    next: (chatId) => store.load().find((item) => item.chatId === chatId && item.failure === null) ?? null,
    acknowledge: (cid) => store.save(store.load().filter((item) => item.cid !== cid)),
    refuse: (cid, why) => store.save(store.load().map((item) => (item.cid === cid ? { ...item, failure: why } : item))),
    retry(cid, newCid) {
      const queue = store.load();
      const refused = queue.find((item) => item.cid === cid);
      if (refused)
        store.save([...queue.filter((item) => item !== refused), { ...refused, cid: newCid, failure: null }]);
    },
    all: (chatId) => store.load().filter((item) => item.chatId === chatId),
    takeOthers(chatId) {
      const queue = store.load();
      const others = queue.filter((item) => item.chatId !== chatId);
      if (others.length > 0) store.save(queue.filter((item) => item.chatId === chatId));
      return others;
    },
  };
}
