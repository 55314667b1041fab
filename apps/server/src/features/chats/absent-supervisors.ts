import { listSupervised } from './chat-help-repository.ts';
import { leaveAsSupervisor, readSupervisors, type SuperviseParts } from './supervise-chat.ts';

/** How long a supervisor who has spoken in a chat may be without any client before they count as gone from it. */
const goneMs = 60_000;

/** Notes in chats that a supervisor who spoke in them is gone. Safe on several nodes at once. */
export class AbsentSupervisors {
  readonly #parts: SuperviseParts & { readonly isOperatorConnected: (operatorId: string) => boolean };
  readonly #goneSince = new Map<string, number>();

  constructor(parts: SuperviseParts & { readonly isOperatorConnected: (operatorId: string) => boolean }) {
    this.#parts = parts;
  }

  async sweep(): Promise<void> {
    const now = this.#parts.now();
    const gone = new Set<string>();
    for (const { siteId, chatId, supervisors } of await listSupervised(this.#parts.storage.db))
      for (const supervisor of readSupervisors(supervisors)) {
        const { operatorId } = supervisor;
        if (this.#parts.isOperatorConnected(operatorId)) continue;
        gone.add(operatorId);
        const since = this.#goneSince.get(operatorId) ?? now;
        this.#goneSince.set(operatorId, since);
        if (now - since >= goneMs) await leaveAsSupervisor(this.#parts, { siteId, chatId }, supervisor);
      }
    for (const operatorId of this.#goneSince.keys()) if (!gone.has(operatorId)) this.#goneSince.delete(operatorId);
  }
}
