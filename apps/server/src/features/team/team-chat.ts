import type { OpenBroadcast, TeamMessage, TeamState } from '@foyer/protocol/team';
import type { Logger } from 'pino';
import type { EventBus } from '../../bus/event-bus.ts';
import { AppError } from '../../http/app-error.ts';
import { mayUseSite, type OperatorPrincipal } from '../../http/principal.ts';
import type { Storage } from '../../storage/storage.ts';
import { maskCardNumbers } from '../chats/mask-card-numbers.ts';
import { listStaffOf } from '../operators/list-staff.ts';
import { listSites } from '../sites/list-sites.ts';
import {
  appendTeamMessage,
  dismissBroadcasts,
  listOpenBroadcasts,
  listTeamStates,
  moveTeamSeen,
  type Place,
  pairOf,
} from './team-repository.ts';

/** What nodes tell each other of the team. Hints: the database is the truth. */
export type TeamSignal =
  | { readonly kind: 'message'; readonly place: Place; readonly message: TeamMessage }
  | {
      readonly kind: 'typing';
      readonly place: Place;
      readonly operatorId: string;
      readonly name: string;
      readonly typing: boolean;
    }
  | { readonly kind: 'seen'; readonly place: Place; readonly operatorId: string; readonly seq: number }
  | { readonly kind: 'dismissed'; readonly siteId: string; readonly operatorId: string; readonly seq: number };

/** Where one site's channel is heard, and what concerns one operator alone. */
export const channelOfSite = (siteId: string) => `team:${siteId}`;
export const channelOfOperator = (operatorId: string) => `team-of:${operatorId}`;

/** Broadcasts older than this are no longer put before anybody. */
const broadcastDays = 7;

/** Whom somebody speaks to, and of which site. */
export interface TeamTarget {
  readonly siteId: string;
  /** Null: the channel of the site. */
  readonly operatorId?: string | null | undefined;
}

/** Messages among operators: the channel of each site, one-to-one, and broadcasts. Each answer means: committed. */
export class TeamChat {
  readonly #storage: Storage;
  readonly #bus: EventBus;
  readonly #logger: Logger;
  readonly #now: () => number;

  constructor(parts: { storage: Storage; bus: EventBus; logger: Logger; now: () => number }) {
    this.#storage = parts.storage;
    this.#bus = parts.bus;
    this.#logger = parts.logger;
    this.#now = parts.now;
  }

  get #db() {
    return this.#storage.db;
  }

  /** The place that an operator means. Throws `not_found` for a site they may not use, or somebody who is not of it. */
  async placeOf(me: OperatorPrincipal, { siteId, operatorId }: TeamTarget): Promise<Place> {
    if (!mayUseSite(me, siteId)) throw new AppError('not_found', 'No such site');
    if (operatorId === undefined || operatorId === null) {
      // Administrators may use every site that there is.
      if (me.siteIds === null && (await listSites(this.#db, new Set([siteId]))).length === 0)
        throw new AppError('not_found', 'No such site');
      return { kind: 'channel', siteId };
    }
    const staff = await listStaffOf(this.#db, siteId);
    if (operatorId === me.operatorId || !staff.some(({ id }) => id === operatorId))
      throw new AppError('not_found', 'No such colleague');
    return pairOf(me.operatorId, operatorId);
  }

  /** Stores a message and tells everybody it is for. */
  async send(
    me: OperatorPrincipal,
    place: Place,
    { cid, body, isBroadcast = false }: { cid: string; body: string; isBroadcast?: boolean },
  ): Promise<TeamMessage> {
    const { message, isRepeat } = await appendTeamMessage(this.#db, place, {
      operatorId: me.operatorId,
      operatorName: me.name,
      cid,
      body: maskCardNumbers(body),
      isBroadcast,
      at: this.#now(),
    });
    if (!isRepeat) this.#tellPlace(place, { kind: 'message', place, message });
    return message;
  }

  typing(me: OperatorPrincipal, place: Place, typing: boolean): void {
    this.#tellPlace(place, { kind: 'typing', place, operatorId: me.operatorId, name: me.name, typing });
  }

  /** Notes how far an operator has read, and tells their other consoles. */
  async see(me: OperatorPrincipal, place: Place, seq: number): Promise<void> {
    const stands = await moveTeamSeen(this.#db, place, me.operatorId, seq);
    this.#tell(channelOfOperator(me.operatorId), { kind: 'seen', place, operatorId: me.operatorId, seq: stands });
  }

  /** Takes broadcasts off an operator's screens, up to this one. */
  async dismiss(me: OperatorPrincipal, siteId: string, seq: number): Promise<void> {
    await dismissBroadcasts(this.#db, siteId, me.operatorId, seq);
    this.#tell(channelOfOperator(me.operatorId), { kind: 'dismissed', siteId, operatorId: me.operatorId, seq });
  }

  /** What an operator's console begins with. */
  async stateOf(
    operatorId: string,
    siteIds: readonly string[],
  ): Promise<{ conversations: TeamState[]; broadcasts: OpenBroadcast[] }> {
    const since = this.#now() - broadcastDays * 86_400_000;
    const [conversations, broadcasts] = await Promise.all([
      listTeamStates(this.#db, operatorId, siteIds),
      listOpenBroadcasts(this.#db, operatorId, siteIds, since),
    ]);
    return { conversations, broadcasts };
  }

  #tellPlace(place: Place, signal: TeamSignal): void {
    if (place.kind === 'channel') this.#tell(channelOfSite(place.siteId), signal);
    else for (const operatorId of [place.one, place.other]) this.#tell(channelOfOperator(operatorId), signal);
  }

  #tell(channel: string, signal: TeamSignal): void {
    this.#bus
      .publish(channel, signal)
      .catch((error) =>
        this.#logger.warn({ error: String(error) }, 'the bus is away: consoles will look by themselves'),
      );
  }
}
