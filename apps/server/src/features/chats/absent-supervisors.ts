import { listSupervised } from './chat-help-repository.ts';
import { leaveAsSupervisor, readSupervisors, type SuperviseParts } from './supervise-chat.ts';

/** How long a supervisor who has spoken in a chat may look at something else before they count as gone from it. */
const goneMs = 60_000;

interface AbsentParts extends SuperviseParts {
  /** Whether somebody has a chat open, on whichever node. */
  readonly isWatching: (chatId: string, operatorId: string) => boolean;
}

/** Notes in chats that a supervisor who spoke in them no longer watches. Safe on several nodes at once. */
export class AbsentSupervisors {
  readonly #parts: AbsentParts;
  /** By chat and supervisor. */
  readonly #goneSince = new Map<string, number>();

  constructor(parts: AbsentParts) {
    this.#parts = parts;
  }

  async sweep(): Promise<void> {
    const now = this.#parts.now();
    const gone = new Set<string>();
    for (const { siteId, chatId, supervisors } of await listSupervised(this.#parts.storage.db))
      for (const supervisor of readSupervisors(supervisors)) {
        if (this.#parts.isWatching(chatId, supervisor.operatorId)) continue;
        const key = `${chatId} ${supervisor.operatorId}`;
        gone.add(key);
        const since = this.#goneSince.get(key) ?? now;
        this.#goneSince.set(key, since);
        if (now - since >= goneMs) await leaveAsSupervisor(this.#parts, { siteId, chatId }, supervisor);
      }
    for (const key of this.#goneSince.keys()) if (!gone.has(key)) this.#goneSince.delete(key);
  }
}
