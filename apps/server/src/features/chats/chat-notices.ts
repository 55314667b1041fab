import type { ChatSummary } from '@foyer/protocol/chat';
import type { NoticeChannel, NoticeKind } from '@foyer/protocol/chat-notice';
import type { Storage } from '../../storage/storage.ts';
import { confirmTold, insertNotice, insertTold, type NoticeOf } from './chat-notice-repository.ts';
import type { EligibleOperators } from './eligible-operators.ts';

interface Told {
  readonly operatorId: string;
  readonly name: string;
}

/**
 * Keeps, for each chat that waits, who could have taken it, who was told and by what, and whose client has shown it: so
 * that of a missed chat it can be said whose it was (chat.md section 9).
 */
export class ChatNotices {
  readonly #storage: Storage;
  readonly #eligible: EligibleOperators;
  readonly #now: () => number;

  constructor(parts: { storage: Storage; eligible: EligibleOperators; now: () => number }) {
    this.#storage = parts.storage;
    this.#eligible = parts.eligible;
    this.#now = parts.now;
  }

  /** A chat waits, or was left as an offline message: who is there for it? One that has waited before it was missed has told that. */
  async requested(chat: ChatSummary): Promise<void> {
    const since = waitOf(chat);
    if (since !== null) await this.#note(chat, since, 'request');
  }

  /** A chat that waits has reached a level: who is there for it now? */
  async reminded(chat: ChatSummary, notice: NoticeKind): Promise<void> {
    if (chat.pendingSince !== null) await this.#note(chat, chat.pendingSince, notice);
  }

  #note(chat: ChatSummary, waitingSince: number, notice: NoticeKind): Promise<void> {
    const { db, dialect } = this.#storage;
    const of: NoticeOf = { siteId: chat.siteId, chatId: chat.id, waitingSince, notice };
    return insertNotice(db, dialect, of, this.#eligible(chat), this.#now());
  }

  /** An operator is told of a chat that waits, by a channel. */
  async told(chat: ChatSummary, notice: NoticeKind, operator: Told, channel: NoticeChannel): Promise<void> {
    const since = waitOf(chat);
    if (since === null) return;
    await insertTold(
      this.#storage.db,
      {
        siteId: chat.siteId,
        chatId: chat.id,
        waitingSince: since,
        notice,
        operatorId: operator.operatorId,
        operatorName: operator.name,
        channel,
      },
      this.#now(),
    );
  }

  /** An operator's console has shown a notice. Counts where they were told of it, or could take the chat now. */
  async confirm(chat: ChatSummary, notice: NoticeKind, operator: Told): Promise<void> {
    const { operatorId, name } = operator;
    const of = { siteId: chat.siteId, chatId: chat.id, notice };
    const at = this.#now();
    const { db } = this.#storage;
    const { pendingSince } = chat;
    const isEligible = this.#eligible(chat).some((one) => one.operatorId === operatorId && one.obstacle === null);
    // The word that it has shown it may be here before it is written that it was told.
    if (pendingSince !== null && isEligible)
      return insertTold(
        db,
        { ...of, waitingSince: pendingSince, operatorId, operatorName: name, channel: 'console' },
        at,
        at,
      );
    await confirmTold(db, { ...of, operatorId }, at);
  }
}

/** Start of a chat's wait; null: it waits no more. Of what was never pending, the instant it was left. */
function waitOf({ pendingSince, requestedAt, endedAt }: ChatSummary): number | null {
  return pendingSince ?? (endedAt === requestedAt ? requestedAt : null);
}
