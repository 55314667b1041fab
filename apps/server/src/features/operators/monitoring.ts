import type { ChatSummary } from '@foyer/protocol/chat';
import type { Logger } from 'pino';
import { hasRole, type OperatorPrincipal } from '../../http/principal.ts';
import type { ChatMonitors } from '../chats/chat-monitors.ts';
import { answerHelp } from '../chats/end-help.ts';
import type { SuperviseParts } from '../chats/supervise-chat.ts';
import type { SiteConfigurations } from '../visits/site-configuration.ts';

interface MonitoringParts extends SuperviseParts {
  readonly monitors: ChatMonitors;
  readonly configurations: SiteConfigurations;
  readonly logger: Logger;
}

interface MonitoringView {
  /** Active chats of this console's operator. */
  readonly heldChats: () => readonly ChatSummary[];
  readonly tell: (chatId: string, names: string[]) => void;
}

/** One console's part in monitoring: puts up what its supervisor watches, and tells its operator who watches them. */
export class Monitoring {
  readonly #parts: MonitoringParts;
  readonly #connectionId: string;
  readonly #operator: OperatorPrincipal;
  readonly #view: MonitoringView;
  readonly #watched = new Set<string>();
  /** What was told last of each chat. */
  readonly #told = new Map<string, string>();
  readonly #stopListening: () => void;

  constructor(parts: MonitoringParts, connectionId: string, operator: OperatorPrincipal, view: MonitoringView) {
    this.#parts = parts;
    this.#connectionId = connectionId;
    this.#operator = operator;
    this.#view = view;
    this.#stopListening = parts.monitors.onChange(() => this.tellHolder());
  }

  /** A chat is on the screen: a supervisor who opens a colleague's watches it, and has come if one was asked for. */
  async open(chat: ChatSummary): Promise<void> {
    this.look(chat);
    if (this.#watched.has(chat.id) && chat.help !== null) await answerHelp(this.#parts, nameOf(chat));
  }

  /** A chat on the screen changed: it may have become a colleague's, or one's own. */
  look(chat: ChatSummary): void {
    const watches =
      hasRole(this.#operator.role, 'supervisor') &&
      chat.state === 'active' &&
      chat.operatorId !== this.#operator.operatorId;
    if (watches === this.#watched.has(chat.id)) return;
    if (watches) {
      this.#watched.add(chat.id);
      this.#report(this.#putUp(chat));
    } else this.#takeDown(chat.id);
  }

  /** A chat is no longer on the screen. */
  leave(chatId: string): void {
    if (this.#watched.has(chatId)) this.#takeDown(chatId);
  }

  /** Tells the operator of each chat who watches it, if that is not what was told last. */
  tellHolder(): void {
    const held = this.#view.heldChats();
    for (const { id } of held) {
      const names = this.#parts.monitors.namesOf(id, this.#operator.operatorId);
      const key = names.join('\n');
      if ((this.#told.get(id) ?? '') === key) continue;
      this.#told.set(id, key);
      this.#view.tell(id, names);
    }
    for (const id of this.#told.keys()) if (!held.some((chat) => chat.id === id)) this.#told.delete(id);
  }

  close(): void {
    this.#stopListening();
    for (const chatId of [...this.#watched]) this.#takeDown(chatId);
  }

  /** Whether its operator may know, the site's settings say at this moment. */
  async #putUp({ siteId, id: chatId }: ChatSummary): Promise<void> {
    const isShown = (await this.#parts.configurations.find(siteId))?.chatOptions.monitorsShown ?? false;
    if (!this.#watched.has(chatId)) return;
    const { operatorId, name } = this.#operator;
    await this.#parts.monitors.start(this.#connectionId, { chatId, operatorId, name, isShown });
    if (!this.#watched.has(chatId)) await this.#parts.monitors.stop(this.#connectionId, chatId);
  }

  #takeDown(chatId: string): void {
    this.#watched.delete(chatId);
    this.#report(this.#parts.monitors.stop(this.#connectionId, chatId));
  }

  #report(work: Promise<void>): void {
    work.catch((error) => this.#parts.logger.warn({ error: String(error) }, 'monitors'));
  }
}

function nameOf({ siteId, id }: ChatSummary) {
  return { siteId, chatId: id };
}
