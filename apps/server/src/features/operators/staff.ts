import type { ChosenStatus, OperatorStatus } from '@foyer/protocol/operator';
import { canRing, type Ring } from '@foyer/protocol/ring';
import type { StaffFacts } from '@foyer/rules/visit';
import type { EventBus } from '../../bus/event-bus.ts';
import type { Presence } from '../../bus/presence.ts';
import type { Memberships } from '../departments/memberships.ts';

/** What one connected client of an operator is known by, on every node. */
export interface OperatorPresence {
  readonly operatorId: string;
  readonly name: string;
  /** Null: all sites. */
  readonly siteIds: readonly string[] | null;
  readonly status: ChosenStatus;
  readonly maxChats: number;
  /** What this browser can do to call them; null or absent: it has not told yet. */
  readonly ring?: Ring | null;
}

/** An operator's client as put up in presence. `at`: when, epoch ms; one operator's clients may differ, the newest counts. */
interface PresentClient extends OperatorPresence {
  readonly at: number;
}

/** How many chats each operator has, and how many wait: asked of the chats feature. */
export interface ChatLoad {
  /** Departments and skills of an operator. Left out: nobody has any. */
  readonly membershipsOf?: (operatorId: string) => Memberships;
  readonly activeByOperator: ReadonlyMap<string, number>;
  readonly pendingBySite: ReadonlyMap<string, number>;
}

export interface Colleague {
  readonly operatorId: string;
  readonly name: string;
  readonly status: OperatorStatus;
  readonly activeChats: number;
  /** No browser that they are connected with can call them: what the newest says. */
  readonly cannotRing?: Ring;
}

/** An operator of a site who is connected, as routing sees them. */
export interface Member extends Memberships {
  readonly operatorId: string;
  readonly name: string;
  /** At their chat limit operators count as Busy. */
  readonly status: OperatorStatus;
  /** They chose Online, whether they have room or not. */
  readonly isOnline: boolean;
  readonly activeChats: number;
  /** 0: no limit. */
  readonly maxChats: number;
}

const noMemberships: Memberships = { departmentIds: [], skillIds: [] };
/** An operator who is connected, as they are. */
export interface PresentOperator extends Memberships {
  readonly operatorId: string;
  readonly name: string;
  readonly status: ChosenStatus;
  /** 0: unlimited. */
  readonly maxChats: number;
  readonly activeChats: number;
}

const group = 'operators';
const channel = 'staff';

/** Who is there to answer chats, over all nodes. Only connected operators count, and only Online ones get new chats. */
export class Staff {
  readonly #presence: Presence;
  readonly #bus: EventBus;
  readonly #readLoad: () => Promise<ChatLoad>;
  readonly #now: () => number;
  readonly #isInsideHours: (siteId: string) => boolean | null;
  #lastAt = 0;
  /** Oldest first. */
  #present: readonly PresentClient[] = [];
  #load: ChatLoad = { activeByOperator: new Map(), pendingBySite: new Map() };
  #refreshing: Promise<void> | null = null;
  #isStale = false;
  readonly #listeners = new Set<() => void>();

  /** `isInsideHours`: whether a site is open by its opening hours; null: it has none. */
  constructor(
    presence: Presence,
    bus: EventBus,
    readLoad: () => Promise<ChatLoad>,
    now: () => number = Date.now,
    isInsideHours: (siteId: string) => boolean | null = () => null,
  ) {
    this.#presence = presence;
    this.#bus = bus;
    this.#readLoad = readLoad;
    this.#now = now;
    this.#isInsideHours = isInsideHours;
  }

  async follow(): Promise<void> {
    await this.#bus.subscribe(channel, () => void this.refresh());
    this.#bus.onReconnected(() => void this.refresh());
    this.#presence.onNodesChanged(() => void this.refresh());
    await this.refresh();
  }

  /** Called after every change of what `factsOf` and `colleaguesOf` answer. */
  onChange(listener: () => void): void {
    this.#listeners.add(listener);
  }

  /** Tells all nodes that somebody came, went, changed status, or got or ended a chat. */
  async announce(): Promise<void> {
    await this.#bus.publish(channel, {}).catch(() => undefined);
    // The bus may be away; this node's own view must be right in any case.
    await this.refresh();
  }

  async join(connectionId: string, operator: OperatorPresence): Promise<void> {
    this.#lastAt = Math.max(this.#now(), this.#lastAt + 1);
    const client: PresentClient = { ...operator, at: this.#lastAt };
    await this.#presence.set(group, `${operator.operatorId} ${connectionId}`, client);
    await this.announce();
  }

  async leave(connectionId: string, operatorId: string): Promise<void> {
    await this.#presence.remove(group, `${operatorId} ${connectionId}`);
    await this.announce();
  }

  /** Reads presence and chat loads anew. Calls while one is under way lead to one more. */
  refresh(): Promise<void> {
    if (this.#refreshing !== null) {
      this.#isStale = true;
      return this.#refreshing;
    }
    // Begun in a later turn: its end, which takes `#refreshing` away, comes after this.
    this.#refreshing = Promise.resolve().then(() => this.#read());
    return this.#refreshing;
  }

  async #read(): Promise<void> {
    try {
      do {
        this.#isStale = false;
        try {
          const [entries, load] = await Promise.all([this.#presence.list(group), this.#readLoad()]);
          this.#present = entries.map((entry) => entry.value as PresentClient).sort((one, other) => one.at - other.at);
          this.#load = load;
        } catch {
          // Presence or the database is away: what was known last stands until the next change or sweep.
          return;
        }
        for (const listener of this.#listeners) listener();
      } while (this.#isStale);
    } finally {
      // In the turn in which it looked whether one more is needed: a call that comes later starts its own.
      this.#refreshing = null;
    }
  }

  #hasRoom(operator: OperatorPresence): boolean {
    return operator.maxChats === 0 || (this.#load.activeByOperator.get(operator.operatorId) ?? 0) < operator.maxChats;
  }

  /** Operators connected on some node who work on this site, each once; the newest status counts. */
  #operatorsOf(siteId: string): OperatorPresence[] {
    const mine = this.#present.filter((operator) => operator.siteIds === null || operator.siteIds.includes(siteId));
    return [...new Map(mine.map((operator) => [operator.operatorId, operator])).values()];
  }

  /** Everybody connected who works on this site, with the status they chose and how many chats they have. */
  presentOn(siteId: string): PresentOperator[] {
    return this.#operatorsOf(siteId).map(({ operatorId, name, status, maxChats }) => {
      const activeChats = this.#load.activeByOperator.get(operatorId) ?? 0;
      return { operatorId, name, status, maxChats, activeChats, ...this.membershipsOf(operatorId) };
    });
  }

  /** At their chat limit operators count as Busy. Outside opening hours nobody is there for visitors. */
  factsOf(siteId: string): StaffFacts {
    const insideOpeningHours = this.#isInsideHours(siteId);
    const there = this.#operatorsOf(siteId).filter(
      (operator) => operator.status === 'online' && this.#hasRoom(operator),
    ).length;
    const online = insideOpeningHours === false ? 0 : there;
    return {
      online,
      withRoom: online,
      queueLength: this.#load.pendingBySite.get(siteId) ?? 0,
      insideOpeningHours,
    };
  }

  /** The operators of a site who are connected on some node, each once. */
  membersOf(siteId: string): Member[] {
    return this.#operatorsOf(siteId).map((operator) => ({
      operatorId: operator.operatorId,
      name: operator.name,
      status: operator.status === 'online' && !this.#hasRoom(operator) ? 'busy' : operator.status,
      isOnline: operator.status === 'online',
      activeChats: this.#load.activeByOperator.get(operator.operatorId) ?? 0,
      maxChats: operator.maxChats,
      ...this.membershipsOf(operator.operatorId),
    }));
  }

  /** Departments and skills of an operator, on whichever site. */
  membershipsOf(operatorId: string): Memberships {
    return this.#load.membershipsOf?.(operatorId) ?? noMemberships;
  }

  /** Whether this operator could take a chat of this site now: connected, Online, with room. */
  canTake(operatorId: string, siteId: string): boolean {
    return this.#operatorsOf(siteId).some(
      (operator) => operator.operatorId === operatorId && operator.status === 'online' && this.#hasRoom(operator),
    );
  }

  /** Whether this operator has a client connected, on whichever node. */
  isConnected(operatorId: string): boolean {
    return this.#present.some((operator) => operator.operatorId === operatorId);
  }

  colleaguesOf(siteIds: ReadonlySet<string> | null): Colleague[] {
    const shared = this.#present.filter(
      (operator) =>
        siteIds === null || operator.siteIds === null || operator.siteIds.some((siteId) => siteIds.has(siteId)),
    );
    return [...new Map(shared.map((operator) => [operator.operatorId, operator])).values()]
      .map((operator) => ({
        operatorId: operator.operatorId,
        name: operator.name,
        status: operator.status === 'online' && !this.#hasRoom(operator) ? ('busy' as const) : operator.status,
        activeChats: this.#load.activeByOperator.get(operator.operatorId) ?? 0,
        ...this.#ringOf(operator.operatorId),
      }))
      .sort((one, other) => one.name.localeCompare(other.name, 'en'));
  }

  /** Only when every browser of theirs has told, and none can call them. */
  #ringOf(operatorId: string): { cannotRing?: Ring } {
    const rings = this.#present.filter((client) => client.operatorId === operatorId).map(({ ring }) => ring ?? null);
    const newest = rings.at(-1);
    return newest && rings.every((ring) => ring !== null && !canRing(ring)) ? { cannotRing: newest } : {};
  }
}
